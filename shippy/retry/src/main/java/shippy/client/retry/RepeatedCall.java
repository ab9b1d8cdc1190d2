package shippy.client.retry;

import static java.util.Objects.requireNonNull;

import io.grpc.Attributes;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;

/**
 * A call of one request that may be made by several calls: a second one if the first is cut off,
 * and more beside it while it is silent ({@link Hedging}). It records the caller's steps. The
 * thread that makes another call replays them on it, while the caller's go on to the calls that
 * have caught up. So each call is used by one thread at a time, in the caller's order, and without
 * a lock held; the caller hears of one end.
 */
final class RepeatedCall<Q, A> extends ClientCall<Q, A> {
  private final Function<TrailersTracer, ClientCall<Q, A>> calls;
  private final boolean oneAnswer;
  private final Hedging.@Nullable Plan hedging;
  private final Context caller = Context.current();
  private final Object lock = new Object();
  private @Nullable Listener<A> listener;
  private @Nullable Metadata headers;
  private volatile boolean complete;

  // Guarded by the lock:
  private final List<Consumer<ClientCall<Q, A>>> steps = new ArrayList<>(4);
  private List<Attempt<Q, A>> running;
  private Attempt<Q, A> current;
  private @Nullable Attempt<Q, A> catchingUp;
  private @Nullable Consumer<ClientCall<Q, A>> cancellation;
  private Clock.@Nullable Timer nextHedge;
  private int hedges;
  private boolean cutOff;
  private boolean repeated;
  private boolean committed;
  private boolean over;

  /**
   * A call that is not started.
   *
   * @param calls makes a call that the tracer sees
   * @param oneAnswer whether there is at most one answer, which may wait for the call's end
   * @param hedging of a call with one answer; null if there is none
   */
  RepeatedCall(
      Function<TrailersTracer, ClientCall<Q, A>> calls,
      boolean oneAnswer,
      Hedging.@Nullable Plan hedging) {
    this.calls = calls;
    this.oneAnswer = oneAnswer;
    this.hedging = hedging;
    this.current = attempt();
    this.running = List.of(current);
    current.make(calls);
  }

  private Attempt<Q, A> attempt() {
    return new Attempt<>(
        this, new TrailersTracer(hedging == null ? null : hedging.latency()), oneAnswer);
  }

  @Override
  public void start(Listener<A> told, Metadata request) {
    listener = told;
    headers = request;
    current().start(request);
  }

  /** Of the caller, since the start. */
  Listener<A> listener() {
    return requireNonNull(listener, "listener");
  }

  @Override
  public void request(int messages) {
    perform(new CallSteps.Request<>(messages));
  }

  @Override
  public void sendMessage(Q request) {
    perform(new CallSteps.Message<>(request));
  }

  @Override
  public void setMessageCompression(boolean enabled) {
    perform(each -> each.setMessageCompression(enabled));
  }

  @Override
  public void halfClose() {
    complete = true;
    perform(ClientCall::halfClose);
    if (hedging != null) {
      scheduleHedge(hedging);
    }
  }

  /** Whether the caller has sent all. */
  boolean isComplete() {
    return complete;
  }

  @Override
  public void cancel(@Nullable String message, @Nullable Throwable cause) {
    Consumer<ClientCall<Q, A>> step = each -> each.cancel(message, cause);
    List<Attempt<Q, A>> targets;
    synchronized (lock) {
      cancellation = step;
      targets = running;
    }
    targets.forEach(each -> step.accept(each.call()));
  }

  @Override
  public boolean isReady() {
    synchronized (lock) {
      return running.contains(current) && current.call().isReady();
    }
  }

  @Override
  public Attributes getAttributes() {
    return current().call().getAttributes();
  }

  /** The call that was answered, or the first of those that may be. */
  private Attempt<Q, A> current() {
    synchronized (lock) {
      return current;
    }
  }

  private void perform(Consumer<ClientCall<Q, A>> step) {
    List<Attempt<Q, A>> targets;
    synchronized (lock) {
      if (!committed || catchingUp != null) {
        steps.add(step);
      }
      targets = running;
    }
    for (Attempt<Q, A> each : targets) {
      step.accept(each.call());
    }
  }

  /** Rules out other calls: the first answer has begun to reach the caller. */
  void commit() {
    synchronized (lock) {
      committed = true;
      if (catchingUp == null) {
        steps.clear();
      }
    }
  }

  private void scheduleHedge(Hedging.Plan plan) {
    synchronized (lock) {
      if (!over && hedges < plan.most()) {
        nextHedge = plan.schedule(() -> hedge(plan));
      }
    }
  }

  private void hedge(Hedging.Plan plan) {
    @Nullable Attempt<Q, A> hedge = null;
    synchronized (lock) {
      if (!over
          && hedges < plan.most()
          && cancellation == null
          && catchingUp == null
          && plan.isWorthwhile()) {
        hedges++;
        hedge = attempt();
        catchingUp = hedge;
      }
    }
    if (hedge != null) {
      begin(hedge);
    }
    if (hedge != null || plan.isWaiting()) {
      scheduleHedge(plan);
    }
  }

  private void begin(Attempt<Q, A> attempt) {
    caller.run(() -> catchUp(attempt));
  }

  private void catchUp(Attempt<Q, A> attempt) {
    try {
      attempt.make(calls);
      attempt.start(requireNonNull(headers, "headers"));
    } catch (Throwable e) { // an Error too: the caller would wait for it for ever
      Status failed = Status.UNAVAILABLE.withDescription("the call cannot be repeated");
      attempt.onClose(failed.withCause(e), new Metadata());
      return;
    }
    int done = 0;
    for (var step = next(attempt, done); step != null; step = next(attempt, ++done)) {
      step.accept(attempt.call());
    }
  }

  /** The next step for a call that catches up; null if it has, or has ended. */
  private @Nullable Consumer<ClientCall<Q, A>> next(Attempt<Q, A> attempt, int done) {
    synchronized (lock) {
      if (catchingUp != attempt) {
        return null;
      }
      if (!over && cancellation == null && done < steps.size()) {
        return steps.get(done);
      }
      catchingUp = null;
      if (over) {
        return RepeatedCall::abandon;
      }
      List<Attempt<Q, A>> more = new ArrayList<>(running);
      more.add(attempt);
      running = more;
      current = more.get(0);
      if (committed) {
        steps.clear();
      }
      return cancellation; // no step may follow it
    }
  }

  private static void abandon(ClientCall<?, ?> call) {
    call.cancel("another instance has answered", null);
  }

  /** A call has ended. Whether the caller is told; if not, another goes on, or one begins. */
  boolean end(Attempt<Q, A> attempt, Status status, Metadata trailers) {
    boolean cut = !caller.isCancelled() && attempt.isCutOff(status);
    boolean lost = cut || Attempt.isRefused(status);
    List<Attempt<Q, A>> losers;
    boolean overtook;
    @Nullable Attempt<Q, A> next = null;
    synchronized (lock) {
      if (over) {
        return false;
      }
      overtook = running.indexOf(attempt) > 0;
      losers = new ArrayList<>(running);
      losers.remove(attempt);
      running = losers;
      catchingUp = catchingUp == attempt ? null : catchingUp;
      cutOff |= cut;
      if (Attempt.forbidsMore(status, trailers)) {
        hedges = Integer.MAX_VALUE;
      }
      if (lost && (!losers.isEmpty() || catchingUp != null)) {
        return false;
      }
      if (lost && !attempt.isEndedByService() && mayRepeat()) {
        repeated = true;
        next = attempt();
        catchingUp = next;
      } else {
        finish(attempt);
      }
    }
    if (next != null) {
      begin(next);
      return false;
    }
    if (hedging != null && overtook && attempt.isEndedByService()) {
      hedging.overtake();
    }
    losers.forEach(each -> abandon(each.call()));
    return true;
  }

  /** With the lock. */
  private boolean mayRepeat() {
    return cutOff && !repeated && !committed && cancellation == null;
  }

  /** With the lock. */
  private void finish(Attempt<Q, A> answered) {
    over = true;
    current = answered;
    running = List.of();
    if (catchingUp == null) {
      steps.clear();
    }
    if (nextHedge != null) {
      nextHedge.cancel();
    }
  }
}
