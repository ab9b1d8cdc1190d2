package shippy.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.logging.LogEvents.event;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.config.CurrentTrace;

class JsonLineTest {
  private final JsonLine json = new JsonLine(new EventFields(false, Optional::empty));

  @Test
  void object_has_all_fields_in_order() {
    assertThat(json.apply(event(Level.INFO, "Starting", null)))
        .isEqualTo(
            "{\"time\":\"2026-11-21T12:00:00.007Z\",\"level\":\"info\",\"file\":\"Service.java:42\",\"logger\":\"shippy.test\",\"thread\":\"main\",\"message\":\"Starting\"}\n");
  }

  @Test
  void line_of_a_span_has_its_ids() {
    CurrentTrace.Ids ids =
        new CurrentTrace.Ids("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");
    JsonLine traced = new JsonLine(new EventFields(false, () -> Optional.of(ids)));
    assertThat(FlatJson.parse(traced.apply(event(Level.INFO, "x", null))))
        .containsEntry("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736")
        .containsEntry("span_id", "00f067aa0ba902b7");
  }

  @Test
  void error_is_a_chain_of_messages_and_the_stack_comes_only_if_verbose() {
    Exception error = new IOException("outer", new IOException("inner"));
    Map<String, String> plain = FlatJson.parse(json.apply(event(Level.WARN, "x", error)));
    assertThat(plain)
        .containsEntry("error", "IOException: outer: IOException: inner")
        .containsEntry("message", "x")
        .doesNotContainKey("stack");
    assertThat(
            FlatJson.parse(
                    new JsonLine(new EventFields(true, Optional::empty))
                        .apply(event(Level.WARN, "x", error)))
                .get("stack"))
        .startsWith("java.io.IOException: outer\n    at shippy.logging.")
        .contains("\ncaused by: java.io.IOException: inner\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "quote \" backslash \\ slash / braces {}[]",
        "line\nreturn\rtab\tnul\u0000bell\u0007del\u007f",
        "\u0085 \u009b \u2028 \u2029 \u202e \ufeff",
        "Grüße, 世界 ⛵ 𝄞 \udb40\udc41"
      })
  void any_message_comes_back_as_it_was_in_one_safe_line(String message) {
    String line = json.apply(event(Level.INFO, message, null));
    assertThat(FlatJson.parse(line)).containsEntry("message", message);
    assertThat(line.stripTrailing().codePoints()).noneMatch(c -> c < 0x20 || c == 0x9b);
    assertThat(line).doesNotContain("\u2028", "\u202e").endsWith("}\n");
  }

  @Test
  void half_a_surrogate_pair_becomes_the_replacement_character() {
    assertThat(FlatJson.parse(json.apply(event(Level.INFO, "a\ud800b", null))))
        .containsEntry("message", "a\ufffdb");
  }
}
