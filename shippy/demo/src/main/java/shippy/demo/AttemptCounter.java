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

/** Counts what a call does below the surface: how often it is tried, and who answers. */
record AttemptCounter(CallTotals tally) implements ClientInterceptor {
  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return next.newCall(method, options.withStreamTracerFactory(new OfOneCall(tally)));
  }

  /** Makes a tracer for each attempt, whichever layer makes it. */
  private static final class OfOneCall extends ClientStreamTracer.Factory {
    private final CallTotals tally;
    private final AtomicInteger attempts = new AtomicInteger();

    OfOneCall(CallTotals tally) {
      this.tally = tally;
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
            tally.retried();
          }
        }

        @Override
        public void inboundHeaders() {
          tally.answered(address);
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
