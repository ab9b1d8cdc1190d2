package shippy.service;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Keeps status texts short: one over the metadata limit would break the call it explains. */
final class StatusTextLimiter implements ServerInterceptor {
  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return next.startCall(
        new SimpleForwardingServerCall<Q, A>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            super.close(shortened(status), trailers);
          }
        },
        headers);
  }

  private static Status shortened(Status status) {
    String text = status.getDescription();
    return text == null ? status : status.withDescription(Statuses.fit(text));
  }
}
