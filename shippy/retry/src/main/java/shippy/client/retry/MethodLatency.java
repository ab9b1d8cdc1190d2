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

  /** Part of the time of a call. */
  private static final int MOST = 8;

  private static final Duration LEAST = Duration.ofMillis(50);

  /** What half of the answers took, and four times what nearly all took. */
  private record Bounds(Duration usual, Duration late) {
    static final Bounds UNKNOWN = new Bounds(Duration.ZERO, Duration.ofSeconds(1));
  }

  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final int ENOUGH = 20;
  private static final long RECOMPUTED_NANOS = Duration.ofSeconds(1).toNanos();

  /** As many as calls that fail may be repeated: about a tenth (retryThrottling, gRFC A6). */
  private static final int TOKENS = 1_000;

  private static final int TOKENS_A_HEDGE = 10;

  private final Clock clock;
  private final LatencyWindow answers = new LatencyWindow(PERIOD);
  private final AtomicInteger tokens = new AtomicInteger(TOKENS);
  private final AtomicLong computed;
  private final HedgeTimer timer;
  private volatile Bounds bounds = Bounds.UNKNOWN;

  MethodLatency(Clock clock) {
    this.clock = clock;
    this.computed = new AtomicLong(clock.nanoTime());
    this.timer = new HedgeTimer(clock);
  }

  long nanoTime() {
    return clock.nanoTime();
  }

  /** An instance has answered a call that was sent then. */
  void answered(long sentNanos) {
    long now = clock.nanoTime();
    answers.record(now - sentNanos, now);
    if (tokens.get() < TOKENS) {
      tokens.incrementAndGet();
    }
  }

  /**
   * After how long a call is hedged that has so much time left: four times what 99 of 100 took in
   * the last seconds, an eighth of its time at most; zero if it is not, because half of the calls
   * of this method take longer than that.
   */
  Duration patience(Duration left) {
    Bounds known = bounds();
    Duration most = Duration.ofNanos(left.toNanos() / MOST); // dividedBy counts in BigDecimals
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
                  answers.quantile(0.5, ENOUGH, now), late.compareTo(LEAST) < 0 ? LEAST : late);
    }
    return bounds;
  }

  /** Pays for one hedge. There are enough for a hundred, and each ten answers bring another. */
  boolean takeHedge() {
    int left = tokens.getAndUpdate(now -> now < TOKENS_A_HEDGE ? now : now - TOKENS_A_HEDGE);
    return left >= TOKENS_A_HEDGE;
  }

  /** Of the hedges of this method. */
  HedgeTimer timer() {
    return timer;
  }
}
