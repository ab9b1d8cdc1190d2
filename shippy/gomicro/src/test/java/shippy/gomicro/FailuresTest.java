package shippy.gomicro;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.gson.JsonParser;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import shippy.gomicro.Http2Caller.Answer;
import shippy.platform.MicroError;
import shippy.proto.vessel.Specification;

/** What callers read of failures, and what the log says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailuresTest {
  private static final String SERVICE = "/shippy.service.vessel.VesselService/";
  private static final Map<String, String> PLAIN = Map.of();

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final VesselFixture fixture = new VesselFixture();

  @BeforeEach
  void listen() {
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void stop_listening() {
    root.detachAppender(log);
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private Answer call(String method, Map<String, String> headers, byte[] message) {
    return fixture.caller.call(SERVICE + method, "application/grpc+proto", headers, message);
  }

  private Answer failing(Status.Code code, int repeats, Map<String, String> headers) {
    Specification asked =
        Specification.newBuilder().setCapacity(-code.value()).setMaxWeight(repeats).build();
    return call("FindAvailable", headers, asked.toByteArray());
  }

  private List<String> logged() {
    return log.list.stream().map(e -> e.getLevel() + " " + e.getFormattedMessage()).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_ARGUMENT, 400, Bad Request",
    "UNAUTHENTICATED, 401, Unauthorized",
    "PERMISSION_DENIED, 403, Forbidden",
    "NOT_FOUND, 404, Not Found",
    "DEADLINE_EXCEEDED, 408, Request Timeout",
    "ALREADY_EXISTS, 409, Conflict",
    "FAILED_PRECONDITION, 412, Precondition Failed",
    "RESOURCE_EXHAUSTED, 429, Too Many Requests",
    "INTERNAL, 500, Internal Server Error",
    "UNKNOWN, 500, Internal Server Error",
    "UNIMPLEMENTED, 501, Not Implemented",
    "UNAVAILABLE, 503, Service Unavailable",
  })
  void caller_on_go_micro_reads_its_own_error(Status.Code code, int number, String words) {
    Answer answer = failing(code, 0, VesselFixture.MICRO);
    assertThat(answer.code()).isEqualTo(code.value());
    assertThat(answer.text())
        .isEqualTo(
            "{\"id\":\"%s\",\"code\":%d,\"detail\":\"as asked\",\"status\":\"%s\"}"
                .formatted(VesselFixture.NAME, number, words));
    assertThat(answer.fields()).doesNotContainKey("grpc-status-details-bin");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OK")
  void any_other_caller_reads_the_text_and_gets_the_details(Status.Code code) {
    for (String header : List.of("timeout", "x-content-type", "other")) {
      Answer answer = failing(code, 0, Map.of(header, "1"));
      assertThat(answer.code()).isEqualTo(code.value());
      assertThat(answer.text()).isEqualTo("as asked");
      assertThat(answer.fields()).containsKey("grpc-status-details-bin");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OK")
  void codes_that_go_micro_has_come_back_as_they_were(Status.Code code) {
    int number = ErrorText.httpStatus(code);
    assertThat(number).isBetween(400, 599);
    new MicroError("", number, "", "")
        .statusCode()
        .ifPresent(back -> assertThat(ErrorText.httpStatus(back)).isEqualTo(number));
  }

  @Test
  void long_detail_is_cut_and_the_json_stays_whole() {
    for (int repeats : new int[] {1, 80, 81, 82, 83, 300, 500}) {
      String text = failing(Status.Code.NOT_FOUND, repeats, VesselFixture.MICRO).text();
      assertThat(text.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(1024);
      String detail = JsonParser.parseString(text).getAsJsonObject().get("detail").getAsString();
      assertThat(detail).startsWith("ä\"<");
      assertThat(text).endsWith("\"status\":\"Not Found\"}");
      assertThat(detail.endsWith("...")).isEqualTo(repeats > 90);
    }
  }

  @Test
  void refusals_without_a_handler_are_errors_of_go_micro_too() {
    assertThat(call("Nothing", VesselFixture.MICRO, new byte[0]).text())
        .startsWith("{\"id\":\"registered.vessel\",\"code\":501,\"detail\":\"unknown service Vess");
    assertThat(call("FindAvailable", VesselFixture.MICRO, new byte[] {0}).text())
        .startsWith("{\"id\":\"registered.vessel\",\"code\":400,\"detail\":\"request: Protocol");
    assertThat(
            fixture
                .caller
                .call(SERVICE + "Create", "application/grpc+json", VesselFixture.MICRO, new byte[1])
                .text())
        .startsWith("{\"id\":\"registered.vessel\",\"code\":400,\"detail\":\"request:1:2: the J");
    assertThat(logged()).isEmpty();
  }

  @Test
  void request_that_is_no_message_is_refused_without_a_line_in_the_log() {
    Answer answer = call("FindAvailable", PLAIN, new byte[] {10, 100, 1});
    assertThat(answer.code()).isEqualTo(Status.Code.INVALID_ARGUMENT.value());
    assertThat(answer.text())
        .startsWith("request: While parsing a protocol message, the input ended unexpectedly")
        .endsWith(" (expected: a message of this method)");
    assertThat(call("FindAvailable", PLAIN, new byte[5 * 1024 * 1024]).code()).isEqualTo(8);
    assertThat(logged()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Create, thrown", "GetVessels, answered"})
  void failure_of_a_handler_is_logged_once_and_told_to_the_caller(String method, String how) {
    Answer answer = call(method, PLAIN, new byte[0]);
    assertThat(answer.code()).as(how).isEqualTo(Status.Code.INTERNAL.value());
    assertThat(answer.text()).matches("java.lang.\\w+: secret \\(trace [0-9a-f]{32} in the log\\)");
    String trace =
        answer.text().substring(answer.text().indexOf("(trace")).replace(" in the log", "");
    assertThat(logged()).hasSize(1);
    assertThat(logged().get(0))
        .startsWith(
            Level.ERROR
                + " shippy.service.vessel.VesselService/%s failed at shippy.".formatted(method))
        .matches("(?s).* at shippy\\.[\\w.$]+\\(\\w+\\.java:\\d+\\) " + Pattern.quote(trace));
    assertThat(log.list.get(0).getThrowableProxy().getMessage()).isEqualTo("secret");
  }
}
