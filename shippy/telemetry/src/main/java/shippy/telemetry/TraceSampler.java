package shippy.telemetry;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket: lets through 100 a second, and the first 100 at once. Takes no lock; safe for any
 * thread.
 */
final class TraceSampler {
  static final int A_SECOND = 100;

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long STEP = SECOND / A_SECOND;

  /** The time up to which the budget is used. */
  private final AtomicLong taken;

  TraceSampler(long nowNanos) {
    taken = new AtomicLong(nowNanos - SECOND);
  }

  boolean take(long nowNanos) {
    while (true) {
      long before = taken.get();
      long after = Math.max(before, nowNanos - SECOND) + STEP;
      if (after > nowNanos) {
        return false;
      }
      if (taken.compareAndSet(before, after)) {
        return true;
      }
    }
  }
}
