package shippy.client.retry;

import static java.util.Objects.requireNonNull;

import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;

/**
 * When calls of one service are hedged: sent to another instance as well, because the first is
 * silent for much longer than answers take. Safe for any thread.
 */
public final class Hedging {
  private static final int MOST_METHODS = 1_000;
  private static final String OTHERS = "";

  private final Clock clock;
  private final Map<String, MethodLatency> methods = new ConcurrentHashMap<>();

  /** Nothing is known of the service yet. */
  public Hedging(Clock clock) {
    this.clock = clock;
  }

  /** For one call, which has a deadline and notes its instances. */
  Plan plan(String method, CallOptions options) {
    MethodLatency latency = latency(method);
    Deadline deadline = requireNonNull(options.getDeadline(), "deadline");
    @Nullable Deadline caller = Context.current().getDeadline();
    if (caller != null) {
      deadline = deadline.minimum(caller);
    }
    Duration patience =
        latency.patience(Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS)));
    int most =
        patience.isZero() || patience.isNegative()
            ? 0
            : options.getOption(CallPolicy.KEY).retries();
    TriedInstances tried = requireNonNull(options.getOption(TriedInstances.KEY), "tried");
    return new Plan(latency, patience, tried, most);
  }

  private MethodLatency latency(String method) {
    @Nullable MethodLatency known = methods.get(method);
    return known != null
        ? known
        : methods.computeIfAbsent(
            methods.size() < MOST_METHODS ? method : OTHERS, added -> new MethodLatency(clock));
  }

  /**
   * The hedges of one call.
   *
   * @param patience before each
   * @param most of them
   */
  record Plan(MethodLatency latency, Duration patience, TriedInstances tried, int most) {
    Clock.Timer schedule(Runnable hedge) {
      return latency.timer().schedule(patience, hedge);
    }

    /** One of several instances has answered; older ones that have not may be silent to others. */
    void overtake() {
      tried.overtake(patience);
    }

    /** Whether no instance has got the call yet. */
    boolean isWaiting() {
      return tried.size() == 0;
    }

    /** Whether another instance may answer, and hedges have been answered so far. */
    boolean isWorthwhile() {
      return tried.hasOthers() && latency.takeHedge();
    }
  }
}
