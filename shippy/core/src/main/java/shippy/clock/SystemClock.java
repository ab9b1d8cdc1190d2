package shippy.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

enum SystemClock implements Clock {
  INSTANCE;

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    Future<?> scheduled =
        Timers.EXECUTOR.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LoggerFactory.getLogger(Clock.class).error("timer task failed: {}", task, e);
    }
  }

  /** Holder: programs that schedule nothing start no thread. */
  private static final class Timers {
    static final ScheduledThreadPoolExecutor EXECUTOR =
        new ScheduledThreadPoolExecutor(1, DaemonThreads.named("shippy-timer"));

    static {
      // Each renewal cancels a timer; without this, the timer would stay in memory until it is due.
      EXECUTOR.setRemoveOnCancelPolicy(true);
    }
  }
}
