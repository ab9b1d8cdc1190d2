package shippy.client;

import io.grpc.Attributes;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call of one request that is made a second time if the first is cut off. What the caller does is
 * noted, and done again by the thread that hears of the cut; what he does meanwhile is only noted.
 * So each call sees one thread at a time, in the caller's order, and no lock is held while it does.
 */
final class RepeatedCall<Q, A> extends ClientCall<Q, A> {
  /** Where the caller's steps go. Each state leads to the next, or to the last. */
  private enum State {
    /** To the first call; noted. */
    FIRST,
    /** Noted only, while the second call catches up. */
    CATCHING_UP,
    /** To the call there is, which will be the last. */
    LAST
  }

  private final Supplier<ClientCall<Q, A>> calls;
  private final BooleanSupplier endedByService;
  private final boolean oneAnswer;
  private final Context caller = Context.current();
  private final Object lock = new Object();

  // Guarded by the lock:
  private final List<Consumer<ClientCall<Q, A>>> steps = new ArrayList<>(4);
  private @Nullable Consumer<ClientCall<Q, A>> cancellation;
  private ClientCall<Q, A> call;
  private State state = State.FIRST;

  /**
   * A call that is not started.
   *
   * @param calls makes the first call, and the second
   * @param endedByService whether the end of a call came from the service
   * @param oneAnswer whether there is at most one, which may wait for the call's end
   */
  RepeatedCall(
      Supplier<ClientCall<Q, A>> calls, BooleanSupplier endedByService, boolean oneAnswer) {
    this.calls = calls;
    this.endedByService = endedByService;
    this.oneAnswer = oneAnswer;
    this.call = calls.get();
  }

  @Override
  public void start(Listener<A> listener, Metadata headers) {
    Metadata again = new Metadata();
    again.merge(headers); // what a call is started with is its own from then on
    current().start(new FirstAttemptListener<>(this, listener, again, oneAnswer), headers);
  }

  @Override
  public void request(int messages) {
    perform(each -> each.request(messages));
  }

  @Override
  public void sendMessage(Q request) {
    perform(each -> each.sendMessage(request));
  }

  @Override
  public void setMessageCompression(boolean enabled) {
    perform(each -> each.setMessageCompression(enabled));
  }

  @Override
  public void halfClose() {
    perform(ClientCall::halfClose);
  }

  @Override
  public void cancel(@Nullable String message, @Nullable Throwable cause) {
    Consumer<ClientCall<Q, A>> step = each -> each.cancel(message, cause);
    ClientCall<Q, A> target;
    synchronized (lock) {
      cancellation = step;
      if (state == State.CATCHING_UP) {
        return;
      }
      target = call;
    }
    step.accept(target);
  }

  @Override
  public boolean isReady() {
    synchronized (lock) {
      return state != State.CATCHING_UP && call.isReady();
    }
  }

  @Override
  public Attributes getAttributes() {
    return current().getAttributes();
  }

  private ClientCall<Q, A> current() {
    synchronized (lock) {
      return call;
    }
  }

  private void perform(Consumer<ClientCall<Q, A>> step) {
    ClientCall<Q, A> target;
    synchronized (lock) {
      if (state != State.LAST) {
        steps.add(step);
      }
      if (state == State.CATCHING_UP) {
        return;
      }
      target = call;
    }
    step.accept(target);
  }

  /** The first call will be the last: its answer has begun to reach the caller. */
  void commit() {
    synchronized (lock) {
      state = State.LAST;
      steps.clear();
    }
  }

  /**
   * Makes the second call instead of telling the caller of the end of the first; false if he is to
   * be told.
   */
  boolean repeat(Status status, boolean answering, Listener<A> listener, Metadata headers) {
    if (!isCutOff(status, answering)) {
      return false;
    }
    synchronized (lock) {
      if (state != State.FIRST || cancellation != null) {
        return false;
      }
      state = State.CATCHING_UP;
    }
    caller.run(() -> catchUp(listener, headers));
    return true;
  }

  private void catchUp(Listener<A> listener, Metadata headers) {
    ClientCall<Q, A> second = calls.get();
    synchronized (lock) {
      call = second;
    }
    second.start(listener, headers);
    int done = 0;
    for (var step = next(done); step != null; step = next(++done)) {
      step.accept(second);
    }
  }

  /**
   * What is still to be done to the second call; null, and the state is the last, if nothing is.
   */
  private @Nullable Consumer<ClientCall<Q, A>> next(int done) {
    synchronized (lock) {
      if (state == State.LAST) {
        return null;
      }
      if (cancellation == null && done < steps.size()) {
        return steps.get(done);
      }
      state = State.LAST;
      steps.clear();
      return cancellation; // no step may follow it
    }
  }

  /** Whether the way to the instance ended, and not its work; gRPC itself repeats the rest. */
  private boolean isCutOff(Status status, boolean answering) {
    if (endedByService.getAsBoolean()) {
      return false;
    }
    return switch (status.getCode()) {
      case UNKNOWN -> status.getCause() instanceof ClosedChannelException;
      case CANCELLED -> !caller.isCancelled();
      case UNAVAILABLE -> answering;
      default -> false;
    };
  }
}
