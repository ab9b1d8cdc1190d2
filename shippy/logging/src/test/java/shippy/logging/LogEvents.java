package shippy.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Log events of a fixed time and place. */
final class LogEvents {
  private static final StackTraceElement CALLER =
      new StackTraceElement("shippy.service.Service", "start", "Service.java", 42);

  private LogEvents() {}

  static LoggingEvent event(Level level, String message, @Nullable Throwable error) {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent(
            LogEvents.class.getName(),
            context.getLogger("shippy.test"),
            level,
            message,
            error,
            null);
    event.setInstant(Instant.parse("2026-11-21T12:00:00.007Z"));
    event.setCallerData(new StackTraceElement[] {CALLER});
    event.setThreadName("main");
    return event;
  }
}
