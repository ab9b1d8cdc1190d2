package shippy.clock;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Factories of threads that do not keep the process alive, named for their job. */
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

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
