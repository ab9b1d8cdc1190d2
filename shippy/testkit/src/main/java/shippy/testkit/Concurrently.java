package shippy.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs tasks at the same moment. Stateless. */
public final class Concurrently {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Concurrently() {}

  /**
   * Starts all tasks together, each on a thread of its own, and returns when all have ended.
   *
   * @throws AssertionError with the first failure, or if one has not ended after 30 s
   */
  public static void run(List<ThrowingRunnable> tasks) {
    CountDownLatch together = new CountDownLatch(tasks.size());
    ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, tasks.size()));
    try {
      List<Future<?>> running = new ArrayList<>();
      for (ThrowingRunnable task : tasks) {
        running.add(
            threads.submit(
                () -> {
                  together.countDown();
                  await(together);
                  task.run();
                  return null;
                }));
      }
      running.forEach(Concurrently::join);
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * Blocks until the latch is open.
   *
   * @throws AssertionError if it is not after 30 s
   */
  public static void await(CountDownLatch latch) {
    try {
      if (!latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("latch still closed after " + LIMIT);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static void join(Future<?> task) {
    try {
      task.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("concurrent task failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("concurrent task has not ended after " + LIMIT, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** The failure to throw; the thread stays interrupted. */
  public static AssertionError interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new AssertionError("interrupted while waiting", e);
  }
}
