package shippy.client;

import static java.util.Objects.requireNonNullElse;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.net.SocketException;
import shippy.problem.Problem;

/**
 * Gives a call that reached no node the cause that its registry knows ({@link
 * shippy.registry.Registry#unreachableNodes}).
 */
record UnreachableNodesInterceptor(Problem advice) implements ClientInterceptor {
  /** What gRPC writes of an attempt that had a connection. */
  private static final String CONNECTED = "remote_addr";

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<A> caller, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<>(caller) {
              @Override
              public void onClose(Status status, Metadata trailers) {
                super.onClose(explained(status), trailers);
              }
            },
            headers);
      }
    };
  }

  private Status explained(Status status) {
    String told = requireNonNullElse(status.getDescription(), "");
    return switch (status.getCode()) {
      case UNAVAILABLE ->
          status.getCause() instanceof SocketException e
              ? because(status, String.valueOf(e.getMessage()).replace(": /", ": "))
              : status;
      case DEADLINE_EXCEEDED ->
          told.contains(CONNECTED) ? status : because(status, "no connection in time");
      default -> status;
    };
  }

  private Status because(Status status, String fact) {
    return status.withCause(advice.withFact(fact).toException());
  }
}
