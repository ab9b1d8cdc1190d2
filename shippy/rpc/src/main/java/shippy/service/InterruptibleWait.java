package shippy.service;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import shippy.clock.Clock;

/** Blocking waits of the stop sequence; an interrupt ends a wait early, and its flag stays set. */
final class InterruptibleWait {
  private InterruptibleWait() {}

  /** A wait for an event, true if it came within the given nanoseconds. */
  interface TimedWait {
    boolean await(long nanos) throws InterruptedException;
  }

  static void forever(CountDownLatch event) {
    try {
      event.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static boolean until(Duration limit, TimedWait wait) {
    try {
      return wait.await(limit.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static void pause(Duration time, Clock clock) {
    CountDownLatch over = new CountDownLatch(1);
    clock.schedule(time, over::countDown);
    forever(over);
  }
}
