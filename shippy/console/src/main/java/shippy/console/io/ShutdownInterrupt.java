package shippy.console.io;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a thread that Ctrl-C or SIGTERM ends report how far it got. While this is open, the end of
 * the process interrupts the thread that opened it, and waits up to 3 s until it closes this. The
 * exit code stays that of the signal.
 */
public final class ShutdownInterrupt implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private final CountDownLatch closed = new CountDownLatch(1);

  private ShutdownInterrupt() {}

  /** Does this for the calling thread. */
  public static ShutdownInterrupt ofThisThread() {
    ShutdownInterrupt ending = new ShutdownInterrupt();
    Thread worker = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> ending.interrupt(worker), "ending"));
    return ending;
  }

  private void interrupt(Thread worker) {
    if (closed.getCount() > 0) {
      worker.interrupt();
      try {
        closed.await(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
