package shippy.governance.limits;

import java.math.BigDecimal;
import java.time.Duration;
import shippy.config.TrafficSettings.RateLimit;

/**
 * A bucket and whose calls take from it. Guarded by its owner.
 *
 * @param subject such as {@code calls of VesselService.FindAvailable}; the same for each caller
 *     that the settings do not name
 * @param whose completes "too many calls"
 */
record RateRule(
    Refusal.Reason reason, String subject, String whose, RateLimit limit, ExactTokenBucket bucket) {
  RateRule(Refusal.Reason reason, String subject, String whose, RateLimit limit, long now) {
    this(reason, subject, whose, limit, new ExactTokenBucket(limit, now));
  }

  Refusal refusal(long waitNanos) {
    return new Refusal(
        reason,
        subject,
        "too many calls" + whose,
        "at most " + rate() + " in bursts of " + limit.burst(),
        Duration.ofNanos(waitNanos));
  }

  /** As a setting may have it. */
  private String rate() {
    long millisPerMinute = Math.round(limit.perSecond() * 60_000);
    boolean seconds = millisPerMinute % 60 == 0;
    BigDecimal rate = BigDecimal.valueOf(seconds ? millisPerMinute / 60 : millisPerMinute, 3);
    return rate.stripTrailingZeros().toPlainString() + (seconds ? "/s" : "/m");
  }
}
