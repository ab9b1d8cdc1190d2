package shippy.demo.workspace;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import shippy.clock.Clock;
import shippy.clock.Deadline;

/** All waits of the demo. Ctrl-C ends each with {@link Stopped}. Safe for any thread. */
public final class StoppableWait {
  private static final Duration POLL = Duration.ofMillis(50);

  private final CompletableFuture<?> stop;
  private final Clock clock;

  /** The user stopped the demo. */
  public static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped() {
      super("stopped");
    }
  }

  /** Waits that end when {@code stop} completes. */
  public StoppableWait(CompletableFuture<?> stop, Clock clock) {
    this.stop = stop;
    this.clock = clock;
  }

  public Clock clock() {
    return clock;
  }

  public boolean isStopped() {
    return stop.isDone();
  }

  /** Waits for this time. */
  public void pause(Duration time) {
    boolean stopped = time.compareTo(Duration.ZERO) > 0 && Deadline.within(time, stop, clock);
    if (stopped || stop.isDone()) {
      throw new Stopped();
    }
  }

  /** Waits for a fact, but not longer than the limit; returns whether it came true. */
  public boolean until(BooleanSupplier fact, Duration limit) {
    Supplier<Duration> waited = clock.stopwatch();
    while (!fact.getAsBoolean()) {
      if (waited.get().compareTo(limit) >= 0) {
        return false;
      }
      pause(POLL);
    }
    return true;
  }
}
