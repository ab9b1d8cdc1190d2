package shippy.client;

import io.grpc.ClientStreamTracer;
import io.grpc.ClientStreamTracer.StreamInfo;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.util.ForwardingClientStreamTracer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A policy's tracer that may fail at the end of a call without keeping that end from the caller.
 * While addresses are set anew, gRPC's outlier detection has a moment without its counts: the
 * tracer of a call chosen then fails, and whoever waits for the call would wait for ever.
 */
final class FailSafeTracer extends ForwardingClientStreamTracer {
  private static final Logger LOG = LoggerFactory.getLogger(FailSafeTracer.class);

  private final ClientStreamTracer tracer;

  private FailSafeTracer(ClientStreamTracer tracer) {
    this.tracer = tracer;
  }

  /** The same choice, with its tracer made safe if it has one. */
  static PickResult in(PickResult choice) {
    ClientStreamTracer.@Nullable Factory chosen = choice.getStreamTracerFactory();
    if (chosen == null) {
      return choice;
    }
    return choice.copyWithStreamTracerFactory(
        new ClientStreamTracer.Factory() {
          @Override
          public ClientStreamTracer newClientStreamTracer(StreamInfo info, Metadata headers) {
            return new FailSafeTracer(chosen.newClientStreamTracer(info, headers));
          }
        });
  }

  @Override
  protected ClientStreamTracer delegate() {
    return tracer;
  }

  @Override
  public void streamClosed(Status status) {
    try {
      super.streamClosed(status);
    } catch (RuntimeException e) {
      LOG.debug("a call that outlier detection has not counted", e);
    }
  }
}
