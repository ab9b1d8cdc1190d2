package shippy.client;

import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.ForwardingClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.channels.ClosedChannelException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A unary call that is made a second time if the first is cut off before anything came back. */
final class RepeatedCall<Q, A> extends ForwardingClientCall<Q, A> {
  private final Supplier<ClientCall<Q, A>> another;
  private final Context caller = Context.current();
  private volatile ClientCall<Q, A> call;
  private volatile @Nullable Q message;
  private volatile boolean cancelled;

  RepeatedCall(ClientCall<Q, A> first, Supplier<ClientCall<Q, A>> another) {
    this.call = first;
    this.another = another;
  }

  @Override
  protected ClientCall<Q, A> delegate() {
    return call;
  }

  @Override
  public void start(Listener<A> listener, Metadata headers) {
    Metadata copy = new Metadata();
    copy.merge(headers);
    call.start(new First(listener, copy), headers);
  }

  @Override
  public void sendMessage(Q request) {
    message = request;
    call.sendMessage(request);
  }

  @Override
  public void cancel(@Nullable String text, @Nullable Throwable cause) {
    cancelled = true;
    call.cancel(text, cause);
  }

  private void repeat(Listener<A> listener, Metadata headers) {
    ClientCall<Q, A> second = another.get();
    call = second;
    second.start(listener, headers);
    second.request(2); // what a stub asks for: a second message is an error it reports
    second.sendMessage(message);
    second.halfClose();
    if (cancelled) {
      second.cancel("cancelled by the caller", null);
    }
  }

  /**
   * An answer of CANCELLED or UNKNOWN by the service itself comes with headers or no such cause.
   */
  private boolean cutOff(Status status) {
    return switch (status.getCode()) {
      case UNKNOWN -> status.getCause() instanceof ClosedChannelException;
      case CANCELLED -> !cancelled && !caller.isCancelled();
      default -> false;
    };
  }

  private final class First extends ForwardingClientCallListener<A> {
    private final Listener<A> listener;
    private final Metadata headers;
    private boolean answered;

    First(Listener<A> listener, Metadata headers) {
      this.listener = listener;
      this.headers = headers;
    }

    @Override
    protected Listener<A> delegate() {
      return listener;
    }

    @Override
    public void onHeaders(Metadata answer) {
      answered = true;
      super.onHeaders(answer);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (!answered && message != null && cutOff(status)) {
        repeat(listener, headers);
      } else {
        super.onClose(status, trailers);
      }
    }
  }
}
