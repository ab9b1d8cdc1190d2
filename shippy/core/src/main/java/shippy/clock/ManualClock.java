package shippy.clock;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until {@link #advance}. Timers run inside {@code advance}, on its
 * caller, in the order of their times; never inside {@code schedule}. Safe for any thread; time
 * never goes back, also if two advance it at once.
 */
public final class ManualClock implements Clock {
  private final Instant start;
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
  private long nanos;
  private long scheduled;

  private record Task(long at, long order, Runnable body) {}

  /** A clock that starts at the given wall-clock time. */
  public ManualClock(Instant start) {
    this.start = requireNonNull(start, "start");
  }

  @Override
  public synchronized Instant now() {
    return start.plusNanos(nanos);
  }

  @Override
  public synchronized long nanoTime() {
    return nanos;
  }

  @Override
  public synchronized Timer schedule(Duration delay, Runnable task) {
    Task entry = new Task(nanos + delay.toNanos(), scheduled++, requireNonNull(task, "task"));
    tasks.add(entry);
    return () -> cancel(entry);
  }

  /** Moves time forward and runs every timer that falls due on the way. */
  public void advance(Duration by) {
    long until = nanoTime() + by.toNanos();
    for (Runnable due = next(until); due != null; due = next(until)) {
      due.run();
    }
  }

  private synchronized void cancel(Task entry) {
    tasks.remove(entry);
  }

  private synchronized @Nullable Runnable next(long until) {
    Task first = tasks.peek();
    if (first == null || first.at() > until) {
      nanos = Math.max(nanos, until);
      return null;
    }
    nanos = Math.max(nanos, first.at());
    return tasks.remove().body();
  }
}
