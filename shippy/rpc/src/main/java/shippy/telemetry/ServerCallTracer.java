package shippy.telemetry;

import io.grpc.Context;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.net.SocketAddress;
import java.util.Optional;

/** Watches one call that is answered, from its headers to its end. */
final class ServerCallTracer extends ServerStreamTracer {
  private final Monitor monitor;
  private final CallMetrics figures;
  private final ActiveSpan work;
  private volatile Optional<SocketAddress> peer = Optional.empty();

  ServerCallTracer(Monitor monitor, CallMetrics figures, ActiveSpan work) {
    this.monitor = monitor;
    this.figures = figures;
    this.work = work;
  }

  @Override
  public Context filterContext(Context context) {
    return work.in(context);
  }

  @Override
  public void serverCallStarted(ServerCallInfo<?, ?> call) {
    peer = PeerAddress.of(call.getAttributes());
  }

  @Override
  public void streamClosed(Status status) {
    long now = monitor.nanoTime();
    figures.count(status.getCode(), work.end(status.getCode(), peer, now), now);
  }
}
