package shippy.shell.terminal;

import org.jspecify.annotations.Nullable;

/** Lets Ctrl-C interrupt the command that runs, and nothing after it. Safe for any thread. */
final class Interruption {
  private @Nullable Thread running;

  /** Runs the command on this thread, which {@link #fire} interrupts. */
  void during(Runnable command) {
    set(Thread.currentThread());
    try {
      command.run();
    } finally {
      set(null);
      Thread.interrupted(); // a late interrupt must not reach the next command
    }
  }

  /** Interrupts the command that runs, and returns whether there is one. */
  synchronized boolean fire() {
    if (running != null) {
      running.interrupt();
    }
    return running != null;
  }

  private synchronized void set(@Nullable Thread thread) {
    running = thread;
  }
}
