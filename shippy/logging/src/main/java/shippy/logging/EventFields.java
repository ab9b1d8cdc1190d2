package shippy.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import shippy.config.CurrentTrace;

/**
 * A log event for programs that read it: {@code level}, {@code file}, {@code logger}, {@code
 * thread}, {@code message}; {@code trace_id} and {@code span_id} inside a recorded span; {@code
 * error} if there is an exception, {@code stack} too if verbose. Call it on the thread of the
 * event. Safe for any thread.
 */
final class EventFields implements Function<ILoggingEvent, Map<String, String>> {
  private final boolean verbose;
  private final Supplier<Optional<CurrentTrace.Ids>> trace;

  EventFields(boolean verbose, Supplier<Optional<CurrentTrace.Ids>> trace) {
    this.verbose = verbose;
    this.trace = trace;
  }

  @Override
  public Map<String, String> apply(ILoggingEvent event) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("level", EventText.level(event));
    fields.put("file", EventText.caller(event));
    fields.put("logger", event.getLoggerName());
    fields.put("thread", event.getThreadName());
    fields.put("message", EventText.append(event.getFormattedMessage(), null));
    trace
        .get()
        .ifPresent(
            ids -> {
              fields.put("trace_id", ids.trace());
              fields.put("span_id", ids.span());
            });
    @Nullable IThrowableProxy error = event.getThrowableProxy();
    if (error != null) {
      fields.put("error", EventText.append("", error));
    }
    if (error != null && verbose) {
      fields.put("stack", String.join("\n", EventText.trace(error)));
    }
    return fields;
  }
}
