package shippy.service;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import org.slf4j.LoggerFactory;

/**
 * Ends a call whose handler fails. A gRPC status that it throws goes to the caller as it is, with a
 * text that is short: one over the metadata limit would break the call it explains. Any other
 * failure is logged here and reaches the caller as {@code INTERNAL} without details. A request that
 * cannot be read is {@code INVALID_ARGUMENT}, and not logged.
 */
final class FailureInterceptor implements ServerInterceptor {
  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    ServerCall<Q, A> explaining =
        new OpenStreams.Stream<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            super.close(explained(status, call.getMethodDescriptor()), trailers);
          }
        };
    try {
      return new Listener<>(explaining, next.startCall(explaining, headers));
    } catch (Throwable e) { // an Error too: the caller must be answered
      explaining.close(Status.fromThrowable(e), new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }

  private static Status explained(Status status, MethodDescriptor<?, ?> method) {
    String text = status.getDescription();
    Throwable cause = status.getCause();
    if ("Invalid protobuf byte sequence".equals(text) && cause != null) { // in gRPC's words
      String why = "request: %s (expected: a message of this method)";
      return Status.INVALID_ARGUMENT.withDescription(why.formatted(cause.getMessage()));
    }
    if (text != null || cause == null || status.getCode() != Status.Code.UNKNOWN) {
      return text == null ? status : status.withDescription(Statuses.fit(text));
    }
    LoggerFactory.getLogger(Service.class).error("{} failed", method.getFullMethodName(), cause);
    return Status.INTERNAL.withDescription("internal error (see the log of the service)");
  }

  /** A handler that has failed sees only the end of the call, as if the caller had left. */
  private static final class Listener<Q> extends SimpleForwardingServerCallListener<Q> {
    private final ServerCall<Q, ?> call;
    private boolean failed;

    Listener(ServerCall<Q, ?> call, ServerCall.Listener<Q> handler) {
      super(handler);
      this.call = call;
    }

    private void unlessFailed(Runnable step) {
      if (failed) {
        return;
      }
      try {
        step.run();
      } catch (Throwable e) { // an Error too
        failed = true;
        call.close(Status.fromThrowable(e), new Metadata());
      }
    }

    @Override
    public void onMessage(Q message) {
      unlessFailed(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      unlessFailed(super::onHalfClose);
    }

    @Override
    public void onReady() {
      unlessFailed(super::onReady);
    }

    @Override
    public void onComplete() {
      if (failed) {
        onCancel();
      } else {
        unlessFailed(super::onComplete);
      }
    }

    @Override
    public void onCancel() {
      failed = false;
      unlessFailed(super::onCancel);
    }
  }
}
