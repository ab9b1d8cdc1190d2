package shippy.governance.breaker;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import shippy.clock.Clock;

/**
 * Decides whether a call is made, by how the calls of the last 10 s ended: go-zero's breaker, which
 * is the client-side throttling of Google's book on site reliability. Upside: it has no state that
 * is open, so a few calls always try, and their share follows what succeeds. Downside: it needs
 * some calls a second. Beyond go-zero, it forgets an outage that is over, and one call a second
 * passes even if none has passed by chance yet. Safe for any thread; each step takes its lock for
 * less than a microsecond.
 */
final class CircuitBreaker {
  /**
   * A call that is not made.
   *
   * @param share of the calls that are dropped now, 0 to 1
   * @param again when the next call is made for certain, at the latest
   */
  record Drop(double share, Duration again) {}

  static final double K = 1.5;
  static final double MIN_K = 1.1;

  /** So many calls in the window are never judged. */
  static final int PROTECTION = 5;

  static final long FORCED_PASS_NANOS = Duration.ofSeconds(1).toNanos();

  /** An outage is over after so many successes in a row, */
  static final int HEALED_CALLS = 10;

  /** in so many buckets. */
  static final int HEALED_BUCKETS = 4;

  private final Clock clock;
  private final RandomGenerator random;

  /** Guarded by this, as all that follows. */
  private final RollingWindow window;

  private boolean counting;

  /** When a call last passed of those that might have been dropped, or the first was dropped. */
  private long lastPass;

  private int successesInARow;
  private long droppedInAll;

  CircuitBreaker(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
    this.window = new RollingWindow(clock.nanoTime());
  }

  /** Takes a call; empty if it is to be made. */
  synchronized Optional<Drop> drop() {
    long now = clock.nanoTime();
    window.advance(now);
    double excess = excess();
    if (excess <= 0) {
      return Optional.empty();
    }
    double share = excess * ofWorking();
    boolean made = (counting && now - lastPass > FORCED_PASS_NANOS) || random.nextDouble() >= share;
    if (made || !counting) {
      counting = true;
      lastPass = now;
    }
    if (made) {
      return Optional.empty();
    }
    window.add(window.drops);
    droppedInAll++;
    return Optional.of(new Drop(share, Duration.ofNanos(FORCED_PASS_NANOS - (now - lastPass))));
  }

  /** A call that was made has succeeded. */
  synchronized void succeed() {
    window.advance(clock.nanoTime());
    window.add(window.successes);
    successesInARow++;
    if (successesInARow >= HEALED_CALLS
        && window.drops.sum() > 0
        && workingBuckets() >= HEALED_BUCKETS) {
      window.forgetOutage();
    }
  }

  /** A call that was made has failed. */
  synchronized void fail() {
    window.advance(clock.nanoTime());
    window.add(window.failures);
    successesInARow = 0;
  }

  /** Whether no call was dropped in the last 10 s, or an outage is over since. */
  synchronized boolean isClosed() {
    window.advance(clock.nanoTime());
    return window.drops.sum() == 0;
  }

  /** The share of calls that are dropped now, 0 to 1. */
  synchronized double share() {
    window.advance(clock.nanoTime());
    return Math.max(0, excess()) * ofWorking();
  }

  /** How many calls were dropped in all. */
  synchronized long dropped() {
    return droppedInAll;
  }

  /** By how much the calls exceed those that succeeded, with their weight; of the calls. */
  private double excess() {
    int judged = window.total() - PROTECTION;
    int accepted = window.successes.sum();
    if (judged <= MIN_K * accepted) { // the least weight, so it is decided without the buckets
      return 0;
    }
    int failingBuckets = window.run(window.failures, window.successes);
    double weight = K - (K - MIN_K) * failingBuckets / RollingWindow.BUCKETS;
    return (judged - Math.max(weight, MIN_K) * accepted) / (window.total() + 1);
  }

  /** The less, the longer nothing but successes came. */
  private double ofWorking() {
    return (double) (RollingWindow.BUCKETS - workingBuckets()) / RollingWindow.BUCKETS;
  }

  private int workingBuckets() {
    return window.run(window.successes, window.failures);
  }
}
