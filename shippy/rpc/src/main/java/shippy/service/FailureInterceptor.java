package shippy.service;

import io.grpc.Context;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import org.slf4j.LoggerFactory;
import shippy.config.Config;
import shippy.config.Settings;
import shippy.platform.Platform;
import shippy.problem.Failures;
import shippy.telemetry.Monitor;

/**
 * Ends a call whose handler fails. A gRPC status that it throws goes to the caller as it is, with a
 * text that is short: one over the metadata limit would break the call it explains. Any other
 * failure is logged here with the id of its trace and reaches the caller as {@code INTERNAL}: with
 * class and message on loopback, or as {@code --errors} says. A request that cannot be read is
 * {@code INVALID_ARGUMENT}, and not logged.
 *
 * @param full whether callers get class and message
 */
record FailureInterceptor(Monitor monitor, boolean full) implements ServerInterceptor {
  static FailureInterceptor of(Platform platform) {
    Config config = platform.config();
    boolean full =
        config
            .find(Settings.ERRORS)
            .map(Settings.ErrorDetail.FULL::equals)
            .orElseGet(
                () ->
                    Addresses.listen(config, Settings.SERVER_ADDRESS)
                        .getAddress()
                        .isLoopbackAddress());
    return new FailureInterceptor(platform.monitor(), full);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Context context = Context.current();
    ServerCall<Q, A> explaining =
        new OpenStreams.Stream<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            super.close(explained(status, call.getMethodDescriptor(), context), trailers);
          }
        };
    try {
      return new Listener<>(explaining, next.startCall(explaining, headers));
    } catch (Throwable e) { // an Error too: the caller must be answered
      explaining.close(Status.fromThrowable(e), new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }

  private Status explained(Status status, MethodDescriptor<?, ?> method, Context context) {
    String text = status.getDescription();
    Throwable cause = status.getCause();
    if ("Invalid protobuf byte sequence".equals(text) && cause != null) { // in gRPC's words
      String why = "request: %s (expected: a message of this method)";
      return Status.INVALID_ARGUMENT.withDescription(why.formatted(cause.getMessage()));
    }
    if (text != null || cause == null || status.getCode() != Status.Code.UNKNOWN) {
      return text == null ? status : status.withDescription(Statuses.fit(text));
    }
    String trace = monitor.recordedTrace(context).orElse("none");
    String where =
        "%s failed at %s (trace %s)"
            .formatted(method.getFullMethodName(), Failures.place(cause), trace);
    LoggerFactory.getLogger(Service.class).error(where, cause);
    String what = full ? Statuses.fit(cause.toString()) : "internal error";
    return Status.INTERNAL.withDescription("%s (trace %s in the log)".formatted(what, trace));
  }

  /** A handler that has failed sees only the end of the call, as if the caller had left. */
  private static final class Listener<Q> extends SimpleForwardingServerCallListener<Q> {
    private final ServerCall<Q, ?> call;
    private boolean failed;

    Listener(ServerCall<Q, ?> call, ServerCall.Listener<Q> handler) {
      super(handler);
      this.call = call;
    }

    private void fail(Throwable e) {
      failed = true;
      call.close(Status.fromThrowable(e), new Metadata());
    }

    @Override
    public void onMessage(Q message) {
      try {
        if (!failed) {
          super.onMessage(message);
        }
      } catch (Throwable e) { // an Error too
        fail(e);
      }
    }

    @Override
    public void onHalfClose() {
      try {
        if (!failed) {
          super.onHalfClose();
        }
      } catch (Throwable e) { // an Error too
        fail(e);
      }
    }

    @Override
    public void onReady() {
      try {
        if (!failed) {
          super.onReady();
        }
      } catch (Throwable e) { // an Error too
        fail(e);
      }
    }

    @Override
    public void onComplete() {
      try {
        if (failed) {
          super.onCancel();
        } else {
          super.onComplete();
        }
      } catch (Throwable e) { // an Error too
        fail(e);
      }
    }

    @Override
    public void onCancel() {
      try {
        super.onCancel();
      } catch (Throwable e) { // an Error too
        fail(e);
      }
    }
  }
}
