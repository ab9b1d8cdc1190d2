package shippy.gomicro;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.gomicro.Http2Caller.Answer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JsonCallsTest {
  private static final String FIND = "/registered.vessel.VesselService/FindAvailable";

  private final VesselFixture fixture = new VesselFixture();

  @AfterAll
  void close() {
    fixture.close();
  }

  private Answer call(String path, String type, String... messages) {
    byte[][] bodies = Arrays.stream(messages).map(m -> m.getBytes(UTF_8)).toArray(byte[][]::new);
    return fixture.caller.call(path, type, Map.of(), bodies);
  }

  private Answer json(String path, String... messages) {
    return call(path, "application/grpc+json", messages);
  }

  private static List<String> texts(Answer answer) {
    return answer.messages().stream().map(message -> new String(message, UTF_8)).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FIND,
        "/shippy.service.vessel.VesselService/FindAvailable",
        "/VesselService/FindAvailable"
      })
  void json_is_answered_with_json_on_every_path(String path) {
    Answer answer = json(path, "{\"max_weight\": 7}");
    assertThat(answer.code()).as(answer.text()).isZero();
    assertThat(texts(answer)).containsExactly("{\"vessel\":{\"id\":\"v1\",\"max_weight\":7}}");
    assertThat(answer.fields().get("content-type")).startsWith("application/grpc");
  }

  @Test
  void names_of_json_and_of_the_proto_are_taken() {
    assertThat(texts(json(FIND, "{\"maxWeight\": 8}"))).first().asString().contains(":8}");
    assertThat(texts(call(FIND, "application/grpc+json; charset=utf-8", "")))
        .containsExactly("{\"vessel\":{\"id\":\"v1\"}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/grpc", "application/grpc+proto", "application/grpc+bytes"})
  void other_types_are_protobuf(String type) {
    assertThat(call(FIND, type, "").messages().get(0)).startsWith(10, 4, 10, 2);
  }

  @Test
  void streams_are_translated_message_by_message() {
    Answer answer = json("/a.Fleet/Echo", "{\"id\":\"a\"}", "{}", "{\"name\":\"Kane's\"}");
    assertThat(answer.code()).as(answer.text()).isZero();
    assertThat(texts(answer)).containsExactly("{\"id\":\"a\"}", "{}", "{\"name\":\"Kane's\"}");
  }

  @Test
  void reflection_speaks_json_too() {
    Answer answer =
        json(
            "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
            "{\"list_services\":\"\"}");
    assertThat(answer.code()).as(answer.text()).isZero();
    assertThat(texts(answer)).first().asString().contains("\"name\":\"a.Fleet\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"max_weight":           | request:1:15: the JSON ends too early; is the file cut off?
          {"max_weight": "heavy"}  | request:1:16: max_weight: "heavy" (expected: a whole number, -2147483648 to 2147483647)
          {"weight": 7}            | request:1:2: unknown field "weight" in Specification; it has: capacity, max_weight
          [1]                      | request:1:1: '[' (expected: an object {...})
          {} {}                    | request:1:4: text after the end (expected: one JSON value)
          """)
  void body_that_does_not_parse_is_refused_with_its_place(String body, String text) {
    int before = fixture.calls.get();
    Answer answer = json(FIND, body);
    assertThat(answer.code()).isEqualTo(3);
    assertThat(answer.text()).isEqualTo(text);
    assertThat(fixture.calls).hasValue(before);
  }

  @Test
  void bytes_that_are_no_text_are_refused() {
    Answer answer =
        fixture.caller.call(FIND, "application/grpc+json", Map.of(), new byte[] {'{', (byte) 0xff});
    assertThat(answer.code()).isEqualTo(3);
    assertThat(answer.text()).isEqualTo("request: bytes that are no UTF-8 (expected: JSON)");
  }

  @Test
  void a_stream_ends_for_both_sides_at_the_message_that_does_not_parse() {
    Answer answer = json("/a.Fleet/Echo", "{\"id\":\"a\"}", "{\"id\":", "{\"id\":\"c\"}");
    assertThat(answer.code()).isEqualTo(3);
    assertThat(texts(answer)).containsExactly("{\"id\":\"a\"}");
    eventually(Duration.ofSeconds(5), () -> assertThat(fixture.brokenStreams).hasValue(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/grpc+json", "application/grpc+proto"})
  void message_of_more_than_4_mib_is_refused(String type) {
    Answer answer = call(FIND, type, " ".repeat(4 * 1024 * 1024 + 1));
    assertThat(answer.code()).isEqualTo(8);
    assertThat(answer.text()).contains("4194304");
  }
}
