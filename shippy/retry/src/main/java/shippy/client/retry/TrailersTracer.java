package shippy.client.retry;

import io.grpc.Attributes;
import io.grpc.ClientStreamTracer;
import io.grpc.ClientStreamTracer.StreamInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the service itself ended the last attempt that gRPC made for a call: then trailers
 * came. A status alone does not say so. Notes how long answers took.
 */
final class TrailersTracer extends ClientStreamTracer.Factory {
  private final @Nullable MethodLatency latency;
  private volatile boolean seen;

  TrailersTracer(@Nullable MethodLatency latency) {
    this.latency = latency;
  }

  /** Whether trailers came for the last attempt so far. */
  boolean isSeen() {
    return seen;
  }

  @Override
  public ClientStreamTracer newClientStreamTracer(StreamInfo info, Metadata headers) {
    seen = false;
    return new ClientStreamTracer() {
      private long created;

      @Override
      public void streamCreated(Attributes transport, Metadata sent) {
        if (latency != null) {
          created = latency.nanoTime();
        }
      }

      @Override
      public void inboundTrailers(Metadata trailers) {
        seen = true;
      }

      @Override
      public void streamClosed(Status status) {
        if (latency != null && seen && !Attempt.isRefused(status)) {
          latency.answered(created);
        }
      }
    };
  }
}
