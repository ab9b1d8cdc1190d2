package shippy.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
    JsonText.field(line, "time", time(event.getTimeStamp()));
    JsonText.field(line, "level", event.getLevel().toString().toLowerCase(Locale.ROOT));
    JsonText.field(line, "file", Caller.of(event));
    JsonText.field(line, "logger", event.getLoggerName());
    JsonText.field(line, "thread", event.getThreadName());
    JsonText.field(line, "message", Errors.append(event.getFormattedMessage(), null));
    @Nullable IThrowableProxy error = event.getThrowableProxy();
    if (error != null) {
      JsonText.field(line, "error", Errors.append("", error));
    }
    if (error != null && verbose) {
      JsonText.field(line, "stack", String.join("\n", Errors.trace(error)));
    }
    return line.append("}\n").toString();
  }

  private static String time(long millis) {
    LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(24);
    Timestamp.append(text, time, 'T');
    Timestamp.appendMillis(text, time);
    return text.append('Z').toString();
  }
}
