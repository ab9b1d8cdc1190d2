package shippy.registry.mdns;

import java.time.Duration;
import java.util.function.Supplier;
import shippy.clock.Clock;

/**
 * Lets so many things through a second, and as many at once after a pause. Not safe for threads.
 */
final class TokenBucket {
  private final int perSecond;
  private final Supplier<Duration> age;
  private double left;
  private Duration filled = Duration.ZERO;

  TokenBucket(int perSecond, Clock clock) {
    this.perSecond = perSecond;
    this.age = clock.stopwatch();
    this.left = perSecond;
  }

  /** Whether one more may pass. */
  boolean take() {
    Duration now = age.get();
    double gained = now.minus(filled).toNanos() / 1e9 * perSecond;
    left = Math.min(perSecond, left + gained);
    filled = now;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
