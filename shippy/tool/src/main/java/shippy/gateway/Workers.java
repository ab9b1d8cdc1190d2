package shippy.gateway;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import shippy.clock.DaemonThreads;

/**
 * The threads that read requests and answer them, bounded in number. A request that does not arrive
 * in time gives its thread back. Safe for any thread.
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
  private final Patience patience;

  Workers(Patience patience) {
    this.patience = patience;
    pool.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable exchange) {
    pool.execute(
        () -> {
          patience.allow(Limits.ARRIVAL);
          try {
            exchange.run();
          } finally {
            patience.done();
          }
        });
  }

  /** Interrupts what still runs. */
  @Override
  public void close() {
    pool.shutdownNow();
  }
}
