package shippy.clock;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that do not keep the process alive, named for their job. */
public final class DaemonThreads {
  private DaemonThreads() {}

  /** For executors of one thread. */
  public static ThreadFactory named(String name) {
    return task -> daemon(task, name);
  }

  /** For pools: {@code name-1}, {@code name-2}, … */
  public static ThreadFactory numbered(String name) {
    AtomicInteger last = new AtomicInteger();
    return task -> daemon(task, name + "-" + last.incrementAndGet());
  }

  /** An executor of one thread, which ends when idle; drops what comes after its end. */
  public static ExecutorService single(String name) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            named(name),
            new ThreadPoolExecutor.DiscardPolicy());
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
