package shippy.service;

import io.grpc.BindableService;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Streams that clients keep open for as long as the service runs, such as those of health and
 * reflection: a service that stops ends them and does not wait for them. Safe for any thread.
 */
final class OpenStreams {
  private static final Status STOPPING =
      Status.UNAVAILABLE.withDescription("the service is stopping");

  private final Set<Stream<?, ?>> open = new HashSet<>();
  private boolean ended;

  /** The same service, with its streams tracked here. */
  ServerServiceDefinition of(BindableService service) {
    return ServerInterceptors.intercept(service, new Interceptor());
  }

  /** Ends the open streams with {@code UNAVAILABLE}, and later ones at once. Idempotent. */
  void end() {
    for (Stream<?, ?> stream : endedNow()) {
      stream.end();
    }
  }

  private synchronized List<Stream<?, ?>> endedNow() {
    ended = true;
    return List.copyOf(open);
  }

  private synchronized boolean add(Stream<?, ?> stream) {
    return !ended && open.add(stream);
  }

  private synchronized void remove(Stream<?, ?> stream) {
    open.remove(stream);
  }

  private final class Interceptor implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      if (call.getMethodDescriptor().getType() == MethodType.UNARY) {
        return next.startCall(call, headers);
      }
      Stream<Q, A> stream = new Stream<>(call);
      if (!add(stream)) {
        stream.end();
        return new ServerCall.Listener<>() {};
      }
      return new Forgetting<>(stream, next.startCall(stream, headers));
    }
  }

  /** Drops the handler's answers after the end, because a call must not be closed twice. */
  static class Stream<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private boolean closed;

    Stream(ServerCall<Q, A> call) {
      super(call);
    }

    void end() {
      close(STOPPING, new Metadata());
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
      if (!closed) {
        super.sendHeaders(headers);
      }
    }

    @Override
    public synchronized void sendMessage(A message) {
      if (!closed) {
        super.sendMessage(message);
      }
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
      if (!closed) {
        closed = true;
        super.close(status, trailers);
      }
    }
  }

  private final class Forgetting<Q> extends SimpleForwardingServerCallListener<Q> {
    private final Stream<Q, ?> stream;

    Forgetting(Stream<Q, ?> stream, ServerCall.Listener<Q> listener) {
      super(listener);
      this.stream = stream;
    }

    @Override
    public void onComplete() {
      remove(stream);
      super.onComplete();
    }

    @Override
    public void onCancel() {
      remove(stream);
      super.onCancel();
    }
  }
}
