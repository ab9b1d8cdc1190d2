package shippy.clock;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Growing pauses between attempts: {@code first × 1.6^n}, at most {@code max}, each spread by ±20 %
 * (gRPC's connection-backoff formula, so that many processes do not return together). Safe for any
 * thread.
 */
public final class Backoff {
  private static final double GROWTH = 1.6;
  private static final double JITTER = 0.2;

  private final Duration first;
  private final Duration max;
  private final RandomGenerator random;
  private int attempts;

  public Backoff(Duration first, Duration max, RandomGenerator random) {
    if (first.isNegative() || first.isZero() || max.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "backoff: first %s, max %s (expected: 0 < first <= max)".formatted(first, max));
    }
    this.first = first;
    this.max = max;
    this.random = random;
  }

  /** Pauses from 0.5 s to 10 s, seeded from the system. */
  public static Backoff standard() {
    return between(Duration.ofMillis(500), Duration.ofSeconds(10));
  }

  /** Pauses from the first to the maximum, seeded from the system. */
  public static Backoff between(Duration first, Duration max) {
    return new Backoff(first, max, new SplittableRandom());
  }

  /** The next pause. */
  public synchronized Duration next() {
    double nominal =
        Math.min((double) max.toNanos(), (double) first.toNanos() * Math.pow(GROWTH, attempts++));
    return Duration.ofNanos((long) (nominal * random.nextDouble(1 - JITTER, 1 + JITTER)));
  }

  /** Starts over: call it after a success. */
  public synchronized void reset() {
    attempts = 0;
  }
}
