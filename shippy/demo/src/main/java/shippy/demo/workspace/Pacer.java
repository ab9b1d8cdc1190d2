package shippy.demo.workspace;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import shippy.clock.Clock;
import shippy.clock.Deadline;

/** All waiting of the demo: Ctrl-C ends each with {@link Stopped}. Safe for any thread. */
public final class Pacer {
  private static final Duration POLL = Duration.ofMillis(50);

  private final CompletableFuture<?> stop;
  private final Clock clock;

  /** The user wants no more. */
  public static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped() {
      super("stopped");
    }
  }

  /** A pacer that waits until {@code stop} completes at most. */
  public Pacer(CompletableFuture<?> stop, Clock clock) {
    this.stop = stop;
    this.clock = clock;
  }

  public Clock clock() {
    return clock;
  }

  /** Lets the time pass. */
  public void hold(Duration time) {
    boolean stopped = time.compareTo(Duration.ZERO) > 0 && Deadline.within(time, stop, clock);
    if (stopped || stop.isDone()) {
      throw new Stopped();
    }
  }

  /** Waits for a fact, not longer than the limit; whether it came true. */
  public boolean until(BooleanSupplier fact, Duration limit) {
    Supplier<Duration> waited = clock.stopwatch();
    while (!fact.getAsBoolean()) {
      if (waited.get().compareTo(limit) >= 0) {
        return false;
      }
      hold(POLL);
    }
    return true;
  }
}
