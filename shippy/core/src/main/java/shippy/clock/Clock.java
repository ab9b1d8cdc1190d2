package shippy.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Time and timers. Implementations are safe for any thread. */
public interface Clock {
  /** The wall-clock time: for records and logs, never for measuring. */
  Instant now();

  /** A monotonic reading in nanoseconds: for measuring, meaningless by itself. */
  long nanoTime();

  /**
   * Runs the task once after the delay, on a thread of the clock, which the task must not block for
   * long. The task never runs inside this call.
   */
  Timer schedule(Duration delay, Runnable task);

  /** Something scheduled. */
  @FunctionalInterface
  interface Timer {
    /** Prevents the task from starting, if it has not; harmless otherwise. */
    void cancel();
  }

  /** The machine's clock, with one daemon thread for timers, started at first use. */
  static Clock system() {
    return SystemClock.INSTANCE;
  }

  /** A stopwatch that starts now. */
  default Supplier<Duration> stopwatch() {
    long start = nanoTime();
    return () -> Duration.ofNanos(nanoTime() - start);
  }
}
