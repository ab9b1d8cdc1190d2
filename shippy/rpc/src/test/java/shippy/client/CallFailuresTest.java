package shippy.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

class CallFailuresTest {
  @ParameterizedTest
  @CsvSource({
    "DEADLINE_EXCEEDED, 75, no answer in time",
    "UNAVAILABLE, 69, d",
    "UNKNOWN, 1, d",
    "UNIMPLEMENTED, 1, the service does not offer this call: d",
    "NOT_FOUND, 1, d",
    "INTERNAL, 1, d"
  })
  void a_status_becomes_an_exit_code(Status.Code code, int exit, String what) {
    Problem problem = problem(code.toStatus().withDescription("d"));
    assertThat(problem.code().number()).isEqualTo(exit);
    assertThat(problem.what()).isEqualTo(what);
  }

  @Test
  void a_problem_behind_a_status_wins_over_the_status() {
    Problem known = Problem.of(ExitCode.UNAVAILABLE, "no instance of x found");
    Status status = Status.UNAVAILABLE.withDescription("z").withCause(known.toException());
    assertThat(problem(status)).isEqualTo(known);
  }

  /** As a program on go-micro answers that speaks mucp over HTTP/1. */
  @Test
  void an_answer_in_http_alone_is_of_no_grpc_server() {
    Problem problem =
        problem(Status.UNKNOWN.withDescription("HTTP status code 200\ninvalid content-type: null"));
    assertThat(problem.what()).isEqualTo("the instance does not speak gRPC");
    assertThat(problem.facts()).containsExactly("gRPC says: HTTP status code 200");
    assertThat(problem.code()).isEqualTo(ExitCode.UNAVAILABLE);
  }

  @Test
  void a_request_that_go_cannot_read_is_no_fault_of_the_service() {
    String text = "grpc: failed to unmarshal the received message: proto: syntax error";
    assertThat(problem(Status.INTERNAL.withDescription(text)).likely())
        .contains("a value of the request has a wrong type");
  }

  @Test
  void a_refused_call_may_be_tried_again_but_not_one_for_which_there_is_no_space() {
    String text = "too many calls (expected: at most 9/s in bursts of 9; try again in 12 ms)";
    Problem refused = problem(Status.RESOURCE_EXHAUSTED.withDescription(text));
    assertThat(refused.what()).isEqualTo(text);
    assertThat(refused.likely())
        .contains("the service has more calls than it takes, and has not begun this one");
    assertThat(refused.fixes().get(0).command()).isEqualTo("shippy stats");
    assertThat(problem(Status.RESOURCE_EXHAUSTED.withDescription("disk full")).likely()).isEmpty();
  }

  @Test
  void a_long_status_text_is_cut() {
    assertThat(problem(Status.INTERNAL.withDescription("x".repeat(5000))).what())
        .hasSizeLessThan(1100)
        .endsWith("x…");
  }

  @Test
  void how_to_start_the_service_is_for_the_program_to_say() {
    Exception refused = new ConnectException("Connection refused: /127.0.0.1:1");
    Problem problem = problem(Status.UNAVAILABLE.withDescription("io").withCause(refused));
    assertThat(problem.what())
        .isEqualTo("the service did not answer: Connection refused: 127.0.0.1:1");
    Problem.Fix own = new Problem.Fix("systemctl start x", "");
    assertThat(problem.fixes().get(0)).isEqualTo(Problem.Fix.START_SERVICE);
    assertThat(problem.with(own, Problem.Fix.START_SERVICE).fixes().get(0)).isEqualTo(own);
  }

  @Test
  void anything_else_is_an_internal_error() {
    Problem problem = CallFailures.problem(new IllegalStateException("odd"));
    assertThat(problem.code()).isEqualTo(ExitCode.INTERNAL);
    assertThat(problem.what()).isEqualTo("internal error: java.lang.IllegalStateException: odd");
  }

  private static Problem problem(Status status) {
    return CallFailures.problem(status.asRuntimeException());
  }
}
