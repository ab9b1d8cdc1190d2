package shippy.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import shippy.config.CurrentTrace;
import shippy.problem.ProblemText;

/**
 * go-micro's form, in local time:
 *
 * <pre>
 * 2026-11-21 12:00:00  file=Service.java:42 level=info Starting [service] shippy.service.vessel
 * </pre>
 *
 * <p>Inside a recorded span a third field follows, {@code trace_id=…}, where go-micro has fields of
 * its programs. The messages of an exception and its causes follow on the same line; the indented
 * stack trace only if verbose. A logged text cannot fake a line. Safe for any thread.
 */
final class TextLine implements Function<ILoggingEvent, String> {
  // Read at the first line, so that a program that logs nothing does not load the time zones.
  private final Supplier<ZoneId> zone;
  private final boolean verbose;
  private final Supplier<Optional<CurrentTrace.Ids>> trace;

  TextLine(Supplier<ZoneId> zone, boolean verbose, Supplier<Optional<CurrentTrace.Ids>> trace) {
    this.zone = zone;
    this.verbose = verbose;
    this.trace = trace;
  }

  @Override
  public String apply(ILoggingEvent event) {
    @Nullable IThrowableProxy error = event.getThrowableProxy();
    StringBuilder line = new StringBuilder(160);
    Timestamp.append(line, Timestamp.of(event, zone.get()), ' ');
    line.append("  file=").append(EventText.caller(event));
    line.append(" level=").append(EventText.level(event));
    Optional<CurrentTrace.Ids> ids = trace.get();
    if (ids.isPresent()) { // no lambda: the first line is part of a start
      line.append(" trace_id=").append(ids.get().trace());
    }
    line.append(' ');
    line.append(ProblemText.clean(EventText.append(event.getFormattedMessage(), error)));
    if (verbose && error != null) {
      EventText.trace(error).forEach(entry -> line.append("\n\t").append(ProblemText.clean(entry)));
    }
    return line.append('\n').toString();
  }
}
