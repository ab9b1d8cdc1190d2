package shippy.shell;

import org.jspecify.annotations.Nullable;

/** Ctrl-C for the command that runs, and for nothing after it. Safe for any thread. */
final class Interruption {
  private @Nullable Thread running;

  /** Runs the command on this thread, which {@link #fire} interrupts. */
  void during(Runnable command) {
    begin();
    try {
      command.run();
    } finally {
      end();
    }
  }

  /** Interrupts the command that runs, and returns whether there is one. */
  synchronized boolean fire() {
    if (running != null) {
      running.interrupt();
    }
    return running != null;
  }

  private synchronized void begin() {
    running = Thread.currentThread();
  }

  /** What came too late must not interrupt the next one. */
  private synchronized void end() {
    running = null;
    Thread.interrupted();
  }
}
