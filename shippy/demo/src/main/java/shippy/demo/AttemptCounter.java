package shippy.demo;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientStreamTracer;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the attempts of each call, and who answers it. */
record AttemptCounter(CallTotals totals) implements ClientInterceptor {
  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return next.newCall(method, options.withStreamTracerFactory(new TracerFactory(totals)));
  }

  /** Makes a tracer for each attempt, whichever layer makes it. */
  private static final class TracerFactory extends ClientStreamTracer.Factory {
    private final CallTotals totals;
    private final AtomicInteger attempts = new AtomicInteger();

    TracerFactory(CallTotals totals) {
      this.totals = totals;
    }

    @Override
    public ClientStreamTracer newClientStreamTracer(
        ClientStreamTracer.StreamInfo info, Metadata headers) {
      return new ClientStreamTracer() {
        private volatile String address = "";

        @Override
        public void streamCreated(Attributes transport, Metadata sent) {
          address = text(transport);
          if (attempts.incrementAndGet() > 1) {
            totals.retried();
          }
        }

        @Override
        public void inboundHeaders() {
          totals.answered(address);
        }
      };
    }

    private static String text(Attributes transport) {
      return transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress at
          ? at.getAddress().getHostAddress() + ":" + at.getPort()
          : "";
    }
  }
}
