package shippy.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import shippy.clock.Clock;
import shippy.clock.ManualClock;

/**
 * A thread of a simulated process: one task after the other, none while the process is paused or
 * after it died. A task that blocks ends at once, yet for the rest of it, and for what waits behind
 * it, the time has passed.
 */
public final class SimulatedThread extends AbstractExecutorService implements Clock {
  private final ManualClock clock;
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private Duration blocked = Duration.ZERO;
  private boolean running;
  private boolean paused;
  private boolean dead;
  private boolean shutdown;

  public SimulatedThread(ManualClock clock) {
    this.clock = clock;
  }

  public void pause(boolean now) {
    paused = now;
    work();
  }

  void kill() {
    dead = true;
    tasks.clear();
  }

  /** The running task waits. */
  void block(Duration time) {
    blocked = blocked.plus(time);
  }

  @Override
  public void execute(Runnable task) {
    if (shutdown) {
      throw new RejectedExecutionException("shut down");
    }
    if (!dead) {
      tasks.add(task);
      work();
    }
  }

  private void work() {
    while (!running && !paused && !tasks.isEmpty()) {
      running = true;
      tasks.remove().run();
      if (blocked.isZero()) {
        running = false;
      } else {
        clock.schedule(blocked, this::unblock);
        blocked = Duration.ZERO;
      }
    }
  }

  private void unblock() {
    running = false;
    work();
  }

  @Override
  public Instant now() {
    return clock.now().plus(blocked);
  }

  @Override
  public long nanoTime() {
    return clock.nanoTime() + blocked.toNanos();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    return clock.schedule(delay.plus(blocked), task);
  }

  @Override
  public void shutdown() {
    shutdown = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown();
    List<Runnable> dropped = List.copyOf(tasks);
    tasks.clear();
    return dropped;
  }

  @Override
  public boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return shutdown && tasks.isEmpty();
  }

  /** Nobody waits in simulated time: what is left to do is done later, unless it is paused. */
  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return !paused;
  }
}
