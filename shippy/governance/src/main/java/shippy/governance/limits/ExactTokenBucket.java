package shippy.governance.limits;

import shippy.config.TrafficSettings.RateLimit;

/**
 * A token bucket that begins full: over any time T it gives at most {@code burst + rate * T}
 * tokens, and never fewer than that while they are asked for. Instead of tokens it keeps the time
 * at which it is full again (GCRA, ITU-T I.371), as nanoseconds and a fraction whose denominator
 * makes every rate exact: nothing is rounded, so nothing drifts. Guarded by its owner.
 */
final class ExactTokenBucket {
  /** Rates have at most three decimals, by the minute. */
  private static final long RATES = 60_000;

  private static final long RATE_NANOS = RATES * 1_000_000_000;

  /** A rate of one in {@link #RATES} seconds, times this. It is the denominator of fractions. */
  private final long rate;

  /** From one token to the next, and from an empty bucket to all but one. */
  private final long interval;

  private final long intervalFraction;
  private final long depth;
  private final long depthFraction;

  private long full;
  private long fullFraction;

  ExactTokenBucket(RateLimit limit, long nowNanos) {
    rate = Math.max(1, Math.round(limit.perSecond() * RATES));
    interval = RATE_NANOS / rate;
    intervalFraction = RATE_NANOS % rate;
    long others = limit.burst() - 1L;
    long fractions = others * intervalFraction;
    boolean decades = interval > 0 && others > Long.MAX_VALUE / 4 / interval;
    depth = decades ? Long.MAX_VALUE / 4 : others * interval + fractions / rate;
    depthFraction = fractions % rate;
    full = nowNanos;
  }

  /** How long until there is a token; 0 if there is one. */
  long nanosToToken(long nowNanos) {
    long missing = full - nowNanos;
    if (missing < 0) {
      return 0;
    }
    long wait = missing - depth;
    return Math.max(0, fullFraction > depthFraction ? wait + 1 : wait);
  }

  /** Takes a token that is there. */
  void take(long nowNanos) {
    if (full - nowNanos < 0) {
      full = nowNanos;
      fullFraction = 0;
    }
    full += interval;
    fullFraction += intervalFraction;
    if (fullFraction >= rate) {
      fullFraction -= rate;
      full++;
    }
  }
}
