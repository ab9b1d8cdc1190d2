package shippy.governance.breaker;

import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A call that ends as soon as it is started, and never reaches a channel. Safe for any thread. */
final class DroppedCall<Q, A> extends ClientCall<Q, A> {
  private final Status end;
  private final Executor callbacks;

  DroppedCall(Status end, Executor callbacks) {
    this.end = end;
    this.callbacks = callbacks;
  }

  /**
   * The executor tells the listener: one that was told inside of this and calls again would fill
   * the stack. A direct executor tells it here all the same, as its caller has asked.
   */
  @Override
  public void start(Listener<A> caller, Metadata headers) {
    callbacks.execute(Context.current().wrap(() -> caller.onClose(end, new Metadata())));
  }

  @Override
  public void request(int messages) {}

  @Override
  public void cancel(@Nullable String message, @Nullable Throwable cause) {}

  @Override
  public void halfClose() {}

  @Override
  public void sendMessage(Q message) {}
}
