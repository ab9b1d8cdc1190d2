package shippy.telemetry;

import static java.util.Objects.requireNonNull;

import io.grpc.Context;
import io.grpc.Status;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * A span that has begun and not ended, from {@link Monitor#begin} to {@link #end}. Safe for any
 * thread.
 */
public final class ActiveSpan {
  private final Monitor monitor;
  private final Span.Kind kind;
  private final String name;
  private final long parent;
  private final long started;
  private final CallerTrace place;

  ActiveSpan(Monitor monitor, Span.Kind kind, String name, Optional<TraceContext> parent) {
    this.monitor = monitor;
    this.kind = kind;
    this.name = name;
    this.started = monitor.nanoTime();
    TraceContext trace = parent.orElseGet(() -> monitor.trace(started));
    this.parent = trace.recorded() ? trace.span() : 0;
    this.place = new CallerTrace(trace.next(monitor.random()), true);
  }

  /** The gRPC context with this span; calls made in it are its children. */
  public Context in(Context context) {
    return requireNonNull(context, "context").withValue(CallerTrace.KEY, place);
  }

  /** Its trace context, of its own trace or of one that is not recorded. */
  public TraceContext at() {
    return place.at();
  }

  /** Ends the span; call it once. */
  public void end(Status.Code status, Optional<SocketAddress> peer) {
    end(status, peer, monitor.nanoTime());
  }

  /** Its duration. */
  long end(Status.Code status, Optional<SocketAddress> peer, long nowNanos) {
    long duration = nowNanos - started;
    TraceContext at = place.at();
    if (at.recorded()) {
      monitor.add(
          new Span(at, parent, kind, name, started, duration, status, peer, Optional.empty()));
    }
    return duration;
  }
}
