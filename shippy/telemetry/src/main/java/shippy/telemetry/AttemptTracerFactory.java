package shippy.telemetry;

import io.grpc.ClientStreamTracer;
import io.grpc.ClientStreamTracer.StreamInfo;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Traces the attempts of one call: each is a span of its own, and the instance continues its trace.
 */
final class AttemptTracerFactory extends ClientStreamTracer.Factory {
  private final Monitor monitor;
  private final CallMeter.Recorder recorder;
  private final String service;
  private final String method;
  private final AtomicInteger made = new AtomicInteger();
  private volatile @Nullable CallerTrace caller = CallerTrace.KEY.get();

  /** For a call made in the current gRPC context. */
  AttemptTracerFactory(Monitor monitor, String service, MethodDescriptor<?, ?> method) {
    this.monitor = monitor;
    this.recorder = monitor.meter().client(method);
    this.service = service;
    this.method = method.getFullMethodName();
  }

  @Override
  public ClientStreamTracer newClientStreamTracer(StreamInfo info, Metadata headers) {
    long now = monitor.nanoTime();
    CallerTrace place = caller(headers, now);
    TraceContext at = place.at().next(monitor.random());
    monitor.header().write(at, headers);
    Span.Attempt attempt = new Span.Attempt(service, made.incrementAndGet());
    recorder.started(attempt.number());
    return new AttemptTracer(
        monitor, recorder, method, place, at, attempt, info.getCallOptions().getDeadline(), now);
  }

  /** A caller outside of any trace here may name one in the header. */
  private CallerTrace caller(Metadata headers, long now) {
    CallerTrace known = caller;
    if (known == null) {
      known =
          new CallerTrace(
              monitor.header().read(headers).orElseGet(() -> monitor.trace(now)), false);
      caller = known;
    }
    return known;
  }
}
