package shippy.governance.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallOutcomeTest {
  @ParameterizedTest
  @CsvSource({
    "OK, SUCCESS",
    "CANCELLED, NONE",
    "UNKNOWN, SUCCESS",
    "INVALID_ARGUMENT, SUCCESS",
    "DEADLINE_EXCEEDED, FAILURE",
    "NOT_FOUND, SUCCESS",
    "ALREADY_EXISTS, SUCCESS",
    "PERMISSION_DENIED, SUCCESS",
    "RESOURCE_EXHAUSTED, FAILURE",
    "FAILED_PRECONDITION, SUCCESS",
    "ABORTED, SUCCESS",
    "OUT_OF_RANGE, SUCCESS",
    "UNIMPLEMENTED, FAILURE",
    "INTERNAL, FAILURE",
    "UNAVAILABLE, FAILURE",
    "DATA_LOSS, FAILURE",
    "UNAUTHENTICATED, SUCCESS"
  })
  void codes_are_those_of_go_zero(Status.Code code, CallOutcome outcome) {
    assertThat(CallOutcome.of(code.toStatus())).isEqualTo(outcome);
  }

  @Test
  void connection_that_is_cut_off_is_a_failure() {
    assertThat(CallOutcome.of(Status.UNKNOWN.withCause(new IOException("reset"))))
        .isEqualTo(CallOutcome.FAILURE);
  }

  @Test
  void error_of_go_micro_counts_as_what_it_means() {
    String json = "{\"id\":\"a\",\"code\":%d,\"detail\":\"b\"}";
    assertThat(CallOutcome.of(Status.UNKNOWN.withDescription(json.formatted(503))))
        .isEqualTo(CallOutcome.FAILURE);
    assertThat(CallOutcome.of(Status.INTERNAL.withDescription(json.formatted(404))))
        .isEqualTo(CallOutcome.SUCCESS);
  }
}
