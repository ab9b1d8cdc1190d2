package shippy.client.retry;

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
 * A call of one request that is made a second time if the first is cut off. It records the caller's
 * steps. The thread that learns of the cut replays them on the second call; steps that come
 * meanwhile are only recorded. So each call is used by one thread at a time, in the caller's order,
 * and without a lock held.
 */
final class RepeatedCall<Q, A> extends ClientCall<Q, A> {
  /** Where the caller's steps go. The states follow each other; any may lead to the last. */
  private enum State {
    /** To the first call, and recorded. */
    FIRST,
    /** Only recorded, while the second call catches up. */
    CATCHING_UP,
    /** To the current call, which will be the last. */
    LAST
  }

  // No lambdas in what every call does: the first compiler makes one that captures far slower.
  private record Request<Q, A>(int messages) implements Consumer<ClientCall<Q, A>> {
    @Override
    public void accept(ClientCall<Q, A> call) {
      call.request(messages);
    }
  }

  private record Message<Q, A>(Q message) implements Consumer<ClientCall<Q, A>> {
    @Override
    public void accept(ClientCall<Q, A> call) {
      call.sendMessage(message);
    }
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
   * @param oneAnswer whether there is at most one answer, which may wait for the call's end
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
    again.merge(headers); // a call owns the headers it is started with
    current().start(new FirstAttemptListener<>(this, listener, again, oneAnswer), headers);
  }

  @Override
  public void request(int messages) {
    perform(new Request<>(messages));
  }

  @Override
  public void sendMessage(Q request) {
    perform(new Message<>(request));
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

  /** Rules out a second call: the first answer has begun to reach the caller. */
  void commit() {
    synchronized (lock) {
      state = State.LAST;
      steps.clear();
    }
  }

  /**
   * Makes the second call in place of passing the end of the first to the caller; false if there
   * will be none.
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

  /** The next step for the second call; null if there is none, and then the state is the last. */
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

  /**
   * Whether the connection ended, and not the work of the instance; gRPC itself repeats other
   * failures.
   */
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
