package shippy.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import shippy.problem.ProblemText;

/**
 * One JSON object a line: {@code time} (RFC 3339, UTC), {@code level}, {@code file}, {@code
 * logger}, {@code thread}, {@code message}; {@code error} if there is an exception, {@code stack}
 * too if verbose. Safe for any thread.
 */
final class JsonLine implements Function<ILoggingEvent, String> {
  private final boolean verbose;

  JsonLine(boolean verbose) {
    this.verbose = verbose;
  }

  @Override
  public String apply(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(256).append('{');
    field(line, "time", time(Timestamp.of(event, ZoneOffset.UTC)));
    field(line, "level", EventText.level(event));
    field(line, "file", EventText.caller(event));
    field(line, "logger", event.getLoggerName());
    field(line, "thread", event.getThreadName());
    field(line, "message", EventText.append(event.getFormattedMessage(), null));
    @Nullable IThrowableProxy error = event.getThrowableProxy();
    if (error != null) {
      field(line, "error", EventText.append("", error));
    }
    if (error != null && verbose) {
      field(line, "stack", String.join("\n", EventText.trace(error)));
    }
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
