package shippy.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.function.Function;
import shippy.problem.ProblemText;

/**
 * One JSON object a line: {@code time} (RFC 3339, UTC) and the event's fields. Safe for any thread.
 */
final class JsonLine implements Function<ILoggingEvent, String> {
  private final EventFields fields;

  JsonLine(EventFields fields) {
    this.fields = fields;
  }

  @Override
  public String apply(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(256).append('{');
    field(line, "time", time(Timestamp.of(event, ZoneOffset.UTC)));
    fields.apply(event).forEach((name, value) -> field(line, name, value));
    return line.append("}\n").toString();
  }

  private static void field(StringBuilder json, String name, String value) {
    json.append(json.charAt(json.length() - 1) == '{' ? "\"" : ",\"").append(name).append("\":\"");
    json.append(escape(value)).append('"');
  }

  /** Half surrogate pairs, which UTF-8 does not have, become the replacement character. */
  private static String escape(String text) {
    String escaped =
        text.replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t");
    return ProblemText.escape(
        escaped,
        c -> Character.getType(c) == Character.SURROGATE ? "\\ufffd" : ProblemText.jsonEscape(c));
  }

  private static String time(LocalDateTime time) {
    StringBuilder text = new StringBuilder(24);
    Timestamp.append(text, time, 'T');
    Timestamp.appendMillis(text, time);
    return text.append('Z').toString();
  }
}
