package shippy.governance.balancer;

import java.time.Duration;

/**
 * Exponentially weighted averages over the attempts of the last seconds, with go-zero's constants.
 * The first attempts weigh the same each: a cold first one does not stand for 10 s. One that comes
 * alone, as those that find out whether an instance has recovered, weighs more than all before.
 *
 * @param attempts how many there were
 * @param latencyNanos until the answer
 * @param success 1 if all succeed, 0 if none
 * @param at when the last one ended
 */
record AttemptAverage(long attempts, double latencyNanos, double success, long at) {
  static final AttemptAverage NONE = new AttemptAverage(0, 0, 1, 0);

  private static final double DECAY_NANOS = Duration.ofSeconds(10).toNanos();
  private static final double HEALTHY = 0.5;

  /** After none ended for so long, the past weighs a quarter at most. */
  private static final long ALONE_NANOS = Duration.ofMillis(500).toNanos();

  private static final double PAST_OF_ONE_ALONE = 0.25;

  /** Adds an attempt that was answered by the instance. */
  AttemptAverage answered(long nanos, long now) {
    return with((double) nanos, 1, now);
  }

  /** Adds an attempt that failed: its answer would have taken longer than this. */
  AttemptAverage failed(long nanos, long now) {
    return with(Math.max((double) nanos, latencyNanos), 0, now);
  }

  /** Adds an attempt that the caller gave up: likewise, and it says nothing of success. */
  AttemptAverage cancelled(long nanos, long now) {
    return nanos > latencyNanos ? with((double) nanos, success, now) : this;
  }

  boolean isHealthy() {
    return success > HEALTHY;
  }

  private AttemptAverage with(double nanos, double succeeded, long now) {
    long gap = Math.max(0, now - at);
    double decayed = Math.exp(-gap / DECAY_NANOS);
    double most = gap < ALONE_NANOS ? attempts / (attempts + 1.0) : PAST_OF_ONE_ALONE;
    double past = attempts == 0 ? 0 : Math.min(decayed, most);
    return new AttemptAverage(
        attempts + 1,
        past * latencyNanos + (1 - past) * nanos,
        past * success + (1 - past) * succeeded,
        now);
  }
}
