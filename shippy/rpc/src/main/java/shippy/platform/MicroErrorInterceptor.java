package shippy.platform;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Optional;

/** Gives the caller the status that a service of go-micro means, with plain text. Stateless. */
public final class MicroErrorInterceptor implements ClientInterceptor {
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
                super.onClose(plain(status, String.valueOf(method.getServiceName())), trailers);
              }
            },
            headers);
      }
    };
  }

  /** Other texts stay. The id is told if it is not that of the service which was called. */
  static Status plain(Status status, String called) {
    Optional<MicroError> sent =
        Optional.ofNullable(status.getDescription()).flatMap(MicroError::parse);
    if (sent.isEmpty()) {
      return status;
    }
    MicroError error = sent.get();
    String text = error.detail().isEmpty() ? error.status() : error.detail();
    boolean own = error.id().isEmpty() || called.startsWith(error.id() + ".");
    return Status.fromCode(error.statusCode().orElse(status.getCode()))
        .withDescription(own ? text : "%s (from %s)".formatted(text, error.id()))
        .withCause(status.getCause());
  }
}
