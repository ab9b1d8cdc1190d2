package shippy.consignment.cli;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;

/**
 * Watches whether any attempt of a call left this process: only then can the service have acted on
 * it. Safe for any thread.
 */
final class Delivery extends ClientStreamTracer.Factory implements ClientInterceptor {
  private volatile boolean begun;

  boolean begun() {
    return begun;
  }

  /** Whether a call that ended so may have been carried out. */
  static boolean leavesOutcomeOpen(Status status) {
    return switch (status.getCode()) {
      case DEADLINE_EXCEEDED, UNAVAILABLE, CANCELLED, UNKNOWN, INTERNAL -> true;
      default -> false;
    };
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return next.newCall(method, options.withStreamTracerFactory(this));
  }

  @Override
  public ClientStreamTracer newClientStreamTracer(
      ClientStreamTracer.StreamInfo info, Metadata headers) {
    return new ClientStreamTracer() {
      @Override
      public void outboundMessageSent(int number, long wireBytes, long uncompressedBytes) {
        begun = true;
      }
    };
  }
}
