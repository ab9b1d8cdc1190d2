package shippy.testkit;

import java.time.Duration;
import java.time.Instant;
import shippy.clock.Clock;
import shippy.clock.ManualClock;

/**
 * A manual clock that moves itself to each timer, on a thread of its own: waits take no time. Safe
 * for any thread.
 */
public final class SelfAdvancingClock implements Clock {
  private final ManualClock clock = new ManualClock(Instant.EPOCH);

  @Override
  public Instant now() {
    return clock.now();
  }

  @Override
  public long nanoTime() {
    return clock.nanoTime();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    Timer timer = clock.schedule(delay, task);
    new Thread(() -> clock.advance(delay), "self-advancing-clock").start();
    return timer;
  }
}
