package shippy.gateway.http;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import shippy.clock.DaemonThreads;

/**
 * The threads that answer requests, one for each {@linkplain RequestLimiter permit}. Safe for any
 * thread.
 */
final class Workers implements Executor, AutoCloseable {
  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          Limits.THREADS,
          Limits.THREADS,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          DaemonThreads.numbered("shippy-gateway"));

  Workers() {
    pool.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable request) {
    pool.execute(request);
  }

  /** Waits for what runs, then interrupts it. */
  @Override
  public void close() {
    pool.shutdown();
    try {
      if (!pool.awaitTermination(Limits.CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
        pool.shutdownNow();
      }
    } catch (InterruptedException e) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
