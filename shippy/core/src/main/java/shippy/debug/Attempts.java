package shippy.debug;

import io.grpc.ClientStreamTracer;
import io.grpc.ClientStreamTracer.StreamInfo;
import io.grpc.Metadata;
import java.util.concurrent.atomic.AtomicInteger;

/** Watches the attempts of one call: each is a span of its own, which its instance continues. */
final class Attempts extends ClientStreamTracer.Factory {
  private final Monitor monitor;
  private final String service;
  private final String method;
  private final TraceContext caller;
  private final AtomicInteger made = new AtomicInteger();

  /** Of a call made in the current gRPC context. */
  Attempts(Monitor monitor, String service, String method) {
    this.monitor = monitor;
    this.service = service;
    this.method = method;
    this.caller = TraceContext.current().orElseGet(() -> TraceContext.begin(monitor.random()));
  }

  /** The header of a caller who is in no trace here, but names one himself, is continued. */
  @Override
  public ClientStreamTracer newClientStreamTracer(StreamInfo info, Metadata headers) {
    TraceContext parent = caller.span() == 0 ? TraceContext.parse(headers).orElse(caller) : caller;
    TraceContext at = parent.next(monitor.random());
    headers.discardAll(TraceContext.HEADER);
    headers.put(TraceContext.HEADER, at.traceparent());
    Span.Attempt attempt = new Span.Attempt(service, made.incrementAndGet());
    return new Outbound(
        monitor, method, at, parent.span(), attempt, info.getCallOptions().getDeadline());
  }
}
