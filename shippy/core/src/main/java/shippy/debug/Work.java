package shippy.debug;

import io.grpc.Context;
import io.grpc.Status;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * Something done for somebody outside: a span from {@link Monitor#begin} to {@link #end}. Safe for
 * any thread.
 */
public final class Work {
  private final Monitor monitor;
  private final String name;
  private final TraceContext at;
  private final long parent;
  private final long started;

  Work(Monitor monitor, String name, Optional<TraceContext> parent) {
    this.monitor = monitor;
    this.name = name;
    this.at = parent.orElseGet(() -> TraceContext.begin(monitor.random())).next(monitor.random());
    this.parent = parent.map(TraceContext::span).orElse(0L);
    this.started = monitor.nanoTime();
  }

  /** The same gRPC context; calls made in it are parts of this work. */
  public Context in(Context context) {
    return at.in(context);
  }

  /** Its place in its trace. */
  public TraceContext at() {
    return at;
  }

  /** To be called once, when it is done. */
  public void end(Status.Code status, Optional<SocketAddress> peer) {
    end(status, peer, monitor.nanoTime());
  }

  /** Its duration. */
  long end(Status.Code status, Optional<SocketAddress> peer, long nowNanos) {
    long duration = nowNanos - started;
    monitor.add(new Span(at, parent, name, started, duration, status, peer, Optional.empty()));
    return duration;
  }
}
