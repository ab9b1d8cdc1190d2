package shippy.consignment.cli.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;

/**
 * Tells whether any attempt of a call sent its message: only then can the service have acted on it.
 * Safe for any thread.
 */
final class SentMessageTracer extends ClientStreamTracer.Factory implements ClientInterceptor {
  private volatile boolean sent;

  boolean messageSent() {
    return sent;
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
        sent = true;
      }
    };
  }
}
