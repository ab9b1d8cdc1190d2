package shippy.service;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import shippy.clock.DaemonThreads;
import shippy.platform.Platform;

/** Where handlers run. */
final class HandlerExecutor {
  // Room for handlers that wait on a database or another service, bounded so that a stuck one
  // cannot take the process down; each connection brings at most 100 calls to queue up.
  private static final int BLOCKING_THREADS = 64;

  private HandlerExecutor() {}

  static Executor of(boolean blocking, Platform platform) {
    return blocking ? pool(platform) : Runnable::run;
  }

  private static Executor pool(Platform platform) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            BLOCKING_THREADS,
            BLOCKING_THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            DaemonThreads.numbered("shippy-handler"));
    pool.allowCoreThreadTimeOut(true);
    platform.own(pool::shutdown);
    return pool;
  }
}
