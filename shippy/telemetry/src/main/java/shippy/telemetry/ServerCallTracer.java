package shippy.telemetry;

import io.grpc.Context;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.net.SocketAddress;
import java.util.Optional;

/** Traces one call that is answered, from its headers to its end. */
final class ServerCallTracer extends ServerStreamTracer {
  private final Monitor monitor;
  private final CallMetrics metrics;
  private final ActiveSpan span;
  private volatile Optional<SocketAddress> peer = Optional.empty();

  ServerCallTracer(Monitor monitor, CallMetrics metrics, ActiveSpan span) {
    this.monitor = monitor;
    this.metrics = metrics;
    this.span = span;
    metrics.started();
  }

  @Override
  public Context filterContext(Context context) {
    return span.in(context);
  }

  @Override
  public void serverCallStarted(ServerCallInfo<?, ?> call) {
    peer = PeerAddress.of(call.getAttributes());
  }

  @Override
  public void streamClosed(Status status) {
    long now = monitor.nanoTime();
    metrics.count(status.getCode(), span.end(status.getCode(), peer, now), now);
  }
}
