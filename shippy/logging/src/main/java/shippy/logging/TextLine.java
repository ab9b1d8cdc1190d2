package shippy.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.time.ZoneId;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import shippy.problem.ProblemText;

/**
 * go-micro's form, in local time:
 *
 * <pre>
 * 2026-11-21 12:00:00  file=Service.java:42 level=info Starting [service] shippy.service.vessel
 * </pre>
 *
 * <p>The messages of an exception and its causes follow on the same line; the indented stack trace
 * only if verbose. A logged text cannot fake a line. Safe for any thread.
 */
final class TextLine implements Function<ILoggingEvent, String> {
  // Read at the first line, so that a program that logs nothing does not load the time zones.
  private final Supplier<ZoneId> zone;
  private final boolean verbose;

  TextLine(Supplier<ZoneId> zone, boolean verbose) {
    this.zone = zone;
    this.verbose = verbose;
  }

  @Override
  public String apply(ILoggingEvent event) {
    @Nullable IThrowableProxy error = event.getThrowableProxy();
    StringBuilder line = new StringBuilder(160);
    Timestamp.append(line, Timestamp.of(event, zone.get()), ' ');
    line.append("  file=").append(EventText.caller(event));
    line.append(" level=").append(EventText.level(event)).append(' ');
    line.append(ProblemText.clean(EventText.append(event.getFormattedMessage(), error)));
    if (verbose && error != null) {
      EventText.trace(error).forEach(entry -> line.append("\n\t").append(ProblemText.clean(entry)));
    }
    return line.append('\n').toString();
  }
}
