package shippy.client;

import io.grpc.ClientStreamTracer;
import io.grpc.ClientStreamTracer.StreamInfo;
import io.grpc.Metadata;

/**
 * Tells whether the service itself ended the last attempt of a call: then trailers came. A status
 * alone does not say so.
 */
final class TrailersTracer extends ClientStreamTracer.Factory {
  private volatile boolean seen;

  boolean isSeen() {
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
