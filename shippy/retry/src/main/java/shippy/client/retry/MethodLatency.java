package shippy.client.retry;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import shippy.clock.Clock;
import shippy.telemetry.LatencyWindow;

/**
 * How long the instances of a service took to answer calls of a method, and so when one takes too
 * long. Only answers count: a call that another has overtaken would move the bound that made it
 * lose. Safe for any thread.
 */
final class MethodLatency {
  private static final int FACTOR = 4;
  private static final Duration LEAST = Duration.ofMillis(50);

  /** Four times what half of the answers took, and what nearly all took. */
  private record Bounds(Duration usual, Duration late) {
    static final Bounds UNKNOWN = new Bounds(Duration.ZERO, Duration.ofSeconds(1));
  }

  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final int ENOUGH = 20;
  private static final long RECOMPUTED_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int MOST_HEDGES = 100;

  private final Clock clock;
  private final LatencyWindow answers = new LatencyWindow(PERIOD);
  private final AtomicInteger hedges = new AtomicInteger(MOST_HEDGES);
  private final AtomicLong computed;
  private volatile Bounds bounds = Bounds.UNKNOWN;

  MethodLatency(Clock clock) {
    this.clock = clock;
    this.computed = new AtomicLong(clock.nanoTime());
  }

  long nanoTime() {
    return clock.nanoTime();
  }

  /** An instance has answered a call that was sent then. */
  void answered(long sentNanos) {
    long now = clock.nanoTime();
    answers.record(now - sentNanos, now);
    if (hedges.get() < MOST_HEDGES) {
      hedges.incrementAndGet();
    }
  }

  /**
   * After how long a call is hedged that has so much time left: four times what 99 of 100 took in
   * the last seconds, a quarter of its time at most; zero if it is not, because that is no time for
   * this method.
   */
  Duration patience(Duration left) {
    Bounds known = bounds();
    Duration most = left.dividedBy(FACTOR);
    if (known.usual().compareTo(most) > 0) {
      return Duration.ZERO;
    }
    return known.late().compareTo(most) < 0 ? known.late() : most;
  }

  private Bounds bounds() {
    long now = clock.nanoTime();
    long last = computed.get();
    if (now - last >= RECOMPUTED_NANOS && computed.compareAndSet(last, now)) {
      Duration late = answers.quantile(0.99, ENOUGH, now).multipliedBy(FACTOR);
      bounds =
          late.isZero()
              ? Bounds.UNKNOWN
              : new Bounds(
                  answers.quantile(0.5, ENOUGH, now).multipliedBy(FACTOR),
                  late.compareTo(LEAST) < 0 ? LEAST : late);
    }
    return bounds;
  }

  /** Uses up one hedge. There are a hundred, and one more for each answer. */
  boolean takeHedge() {
    return hedges.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  Clock clock() {
    return clock;
  }
}
