package shippy.governance.limits;

import java.math.BigDecimal;
import java.time.Duration;
import shippy.config.TrafficSettings.RateLimit;

/**
 * A bucket and whose calls take from it. Guarded by its owner.
 *
 * @param subject such as {@code calls of VesselService.FindAvailable}; the same for each caller
 * @param whose completes "too many calls"
 */
record RateRule(
    Refusal.Reason reason, String subject, String whose, RateLimit limit, ExactTokenBucket bucket) {
  static RateRule ofAll(RateLimit limit, long now) {
    return new RateRule(Refusal.Reason.RATE, "calls", "", limit, new ExactTokenBucket(limit, now));
  }

  static RateRule ofMethod(String name, RateLimit limit, long now) {
    String whose = " of " + name;
    return new RateRule(
        Refusal.Reason.RATE, "calls" + whose, whose, limit, new ExactTokenBucket(limit, now));
  }

  /**
   * Of one caller.
   *
   * @param subject tells the rule, not the caller, unless the settings name it
   */
  static RateRule ofCaller(String subject, String caller, RateLimit limit, long now) {
    return new RateRule(
        Refusal.Reason.CALLER, subject, " of " + caller, limit, new ExactTokenBucket(limit, now));
  }

  Refusal refusal(long waitNanos) {
    return new Refusal(
        reason,
        subject,
        "too many calls" + whose,
        "at most %s in bursts of %d".formatted(rate(), limit.burst()),
        Duration.ofNanos(waitNanos));
  }

  /** As the settings have it. */
  private String rate() {
    long millisPerMinute = Math.round(limit.perSecond() * 60_000);
    boolean seconds = millisPerMinute % 60 == 0;
    BigDecimal rate = BigDecimal.valueOf(seconds ? millisPerMinute / 60 : millisPerMinute, 3);
    return rate.stripTrailingZeros().toPlainString() + (seconds ? "/s" : "/m");
  }
}
