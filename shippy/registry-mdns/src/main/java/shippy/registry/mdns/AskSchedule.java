package shippy.registry.mdns;

import java.time.Duration;

/**
 * When a question is asked again, to make up for lost packets: after 225 ms, and then after pauses
 * that double. Times are readings of one monotonic clock, in nanoseconds. Not safe for threads.
 */
final class AskSchedule {
  private static final long FIRST = Duration.ofMillis(225).toNanos();

  private long next;
  private long pause;

  AskSchedule(long now) {
    restart(now);
  }

  /** Starts over; the question is due at once. */
  void restart(long now) {
    next = now;
    pause = FIRST;
  }

  /** Whether to ask now. The caller then does so, and the next time is at most so much later. */
  boolean due(long now, Duration longest) {
    next = Math.min(next, now + longest.toNanos());
    if (now < next) {
      return false;
    }
    next = now + Math.min(pause, longest.toNanos());
    pause = Math.min(pause * 2, longest.toNanos());
    return true;
  }
}
