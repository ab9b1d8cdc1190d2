package shippy.governance.limits;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;

/**
 * A unary call that a shedder has begun, and ends once, however it ends. Its handler starts with
 * the first event, on the thread of events: what decides about calls runs before they wait for a
 * thread, and the wait counts.
 */
final class MeasuredCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
  private final Shedder shedder;
  private final Clock clock;
  private final long started;
  private final AtomicBoolean ended = new AtomicBoolean();

  MeasuredCall(ServerCall<Q, A> call, Shedder shedder, Clock clock) {
    super(call);
    this.shedder = shedder;
    this.clock = clock;
    this.started = clock.nanoTime();
  }

  ServerCall.Listener<Q> start(Metadata headers, ServerCallHandler<Q, A> handler) {
    request(1); // so that there is a first event
    return new Listener(headers, handler);
  }

  @Override
  public void close(Status status, Metadata trailers) {
    try {
      super.close(status, trailers);
    } finally {
      end(isAnswer(status.getCode()));
    }
  }

  /** What refuses or gives up a call does not tell how long calls take. */
  private static boolean isAnswer(Status.Code code) {
    return switch (code) {
      case CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNAVAILABLE -> false;
      default -> true;
    };
  }

  private void end(boolean answered) {
    if (ended.compareAndSet(false, true)) {
      shedder.end(clock.nanoTime() - started, answered);
    }
  }

  /** Events come one at a time. */
  private final class Listener extends ServerCall.Listener<Q> {
    private final Metadata headers;
    private final ServerCallHandler<Q, A> handler;
    private ServerCall.@Nullable Listener<Q> listener;

    Listener(Metadata headers, ServerCallHandler<Q, A> handler) {
      this.headers = headers;
      this.handler = handler;
    }

    private ServerCall.Listener<Q> listener() {
      ServerCall.Listener<Q> known = listener;
      if (known == null) {
        known = handler.startCall(MeasuredCall.this, headers);
        listener = known;
      }
      return known;
    }

    @Override
    public void onReady() {
      listener().onReady();
    }

    @Override
    public void onMessage(Q message) {
      listener().onMessage(message);
    }

    @Override
    public void onHalfClose() {
      listener().onHalfClose();
    }

    @Override
    public void onCancel() {
      try {
        if (listener != null) {
          listener.onCancel();
        }
      } finally {
        end(/* answered= */ false);
      }
    }

    @Override
    public void onComplete() {
      try {
        listener().onComplete();
      } finally {
        end(/* answered= */ false);
      }
    }
  }
}
