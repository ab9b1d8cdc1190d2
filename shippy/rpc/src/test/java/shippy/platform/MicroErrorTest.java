package shippy.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MicroErrorTest {
  private static final String SENT =
      "{\"id\":\"go.vessel\",\"code\":404,\"detail\":\"no \\u003cship\\u003e\",\"status\":\"Not"
          + " Found\"}";

  @Test
  void error_that_go_wrote_is_read_and_written_again() {
    MicroError error = new MicroError("go.vessel", 404, "no <ship>", "Not Found");

    assertThat(MicroError.parse(SENT)).contains(error);
    assertThat(error.toJson()).isEqualTo(SENT);
  }

  @Test
  void go_leaves_out_what_is_empty() {
    assertThat(MicroError.parse("{\"code\":500,\"status\":\"Internal Server Error\"}"))
        .contains(new MicroError("", 500, "", "Internal Server Error"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no vessel",
        "{",
        "{}",
        "{\"code\":404}",
        "{\"code\":\"404\",\"detail\":\"x\"}",
        "{\"code\":0,\"detail\":\"x\"}",
        "{\"code\":-1,\"detail\":\"x\"}",
        "{\"code\":404,\"detail\":7}",
        "{\"code\":404,\"detail\":null}",
        "{\"detail\":\"x\"}",
        "{\"id\":{},\"code\":404,\"detail\":\"x\"}",
        "[{\"code\":404,\"detail\":\"x\"}]",
        "{\"code\":404,\"detail\":\"x\"} and more"
      })
  void any_other_text_is_none(String text) {
    assertThat(MicroError.parse(text)).isEmpty();
  }

  @Test
  void text_of_any_size_and_depth_is_none() {
    assertThat(MicroError.parse("{\"code\":404,\"detail\":\"" + "x".repeat(9_000) + "\"}"))
        .isEmpty();
    assertThat(MicroError.parse("{\"detail\":" + "[".repeat(8_000))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_ARGUMENT",
    "404, NOT_FOUND",
    "408, DEADLINE_EXCEEDED",
    "412, FAILED_PRECONDITION",
    "500, INTERNAL",
    "503, UNAVAILABLE"
  })
  void code_is_that_of_go_micro(int http, Status.Code code) {
    assertThat(new MicroError("", http, "x", "").statusCode()).contains(code);
  }

  @Test
  void code_of_a_service_s_own_has_none() {
    assertThat(new MicroError("", 1_001, "x", "").statusCode()).isEqualTo(Optional.empty());
  }
}
