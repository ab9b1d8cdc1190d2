package shippy.client.retry;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;

/**
 * The hedges to come of calls of one method. Nearly none comes, so they share one timer of the
 * clock: it wakes for the oldest call that is open, not for each. Nearly all wait for about as
 * long, and so come in the order of their calls; one that is to come much earlier has a timer of
 * its own. Safe for any thread.
 */
final class HedgeTimer {
  private final Clock clock;
  private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean set = new AtomicBoolean();
  private final AtomicLong lastDueNanos;

  private static final class Waiting implements Clock.Timer {
    private final long dueNanos;
    private volatile @Nullable Runnable hedge;

    Waiting(long dueNanos, Runnable hedge) {
      this.dueNanos = dueNanos;
      this.hedge = hedge;
    }

    @Override
    public void cancel() {
      hedge = null;
    }
  }

  HedgeTimer(Clock clock) {
    this.clock = clock;
    this.lastDueNanos = new AtomicLong(clock.nanoTime());
  }

  /** Runs it after that time, or an eighth of it later at most. */
  Clock.Timer schedule(Duration patience, Runnable hedge) {
    long nanos = patience.toNanos();
    long dueNanos = clock.nanoTime() + nanos;
    long before = lastDueNanos.getAndAccumulate(dueNanos, HedgeTimer::later);
    if (before - dueNanos > nanos / 8) {
      return clock.schedule(patience, hedge);
    }
    Waiting last = new Waiting(dueNanos, hedge);
    queue.add(last);
    if (!set.get() && set.compareAndSet(false, true)) {
      Clock.Timer unused = clock.schedule(patience, this::sweep);
    }
    return last;
  }

  private static long later(long oneNanos, long otherNanos) {
    return otherNanos - oneNanos > 0 ? otherNanos : oneNanos;
  }

  private void sweep() {
    boolean swept = false;
    try {
      while (!swept) {
        sweepDue();
        swept = set.get() || queue.isEmpty() || !set.compareAndSet(false, true);
      }
    } finally {
      if (!swept) { // one has failed: the others come
        Clock.Timer unused = clock.schedule(Duration.ZERO, this::sweep);
      }
    }
  }

  /** Ends with the timer set for the first that is open and not due, or not set. */
  private void sweepDue() {
    long now = clock.nanoTime();
    for (Waiting first = queue.peek(); first != null; first = queue.peek()) {
      Runnable hedge = first.hedge;
      if (hedge != null && first.dueNanos - now > 0) {
        Clock.Timer unused = clock.schedule(Duration.ofNanos(first.dueNanos - now), this::sweep);
        return;
      }
      queue.poll();
      if (hedge != null) {
        hedge.run();
      }
    }
    set.set(false);
  }
}
