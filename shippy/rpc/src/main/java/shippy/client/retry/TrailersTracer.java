package shippy.client.retry;

import io.grpc.ClientStreamTracer;
import io.grpc.ClientStreamTracer.StreamInfo;
import io.grpc.Metadata;
import java.util.function.BooleanSupplier;

/**
 * Tells whether the service itself ended the last attempt of a call: then trailers came. A status
 * alone does not say so.
 */
final class TrailersTracer extends ClientStreamTracer.Factory implements BooleanSupplier {
  private volatile boolean seen;

  @Override
  public boolean getAsBoolean() {
    return seen;
  }

  @Override
  public ClientStreamTracer newClientStreamTracer(StreamInfo info, Metadata headers) {
    seen = false;
    return new ClientStreamTracer() {
      @Override
      public void inboundTrailers(Metadata trailers) {
        seen = true;
      }
    };
  }
}
