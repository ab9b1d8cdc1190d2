package shippy.shell.terminal;

import org.jspecify.annotations.Nullable;

/**
 * Lets Ctrl-C interrupt the command that runs, or the one that is about to begin. Safe for any
 * thread.
 */
final class Interruption {
  private @Nullable Thread running;
  private boolean pending;

  /** Runs the command on this thread, which {@link #fire} interrupts. */
  void during(Runnable command) {
    begin();
    try {
      command.run();
    } finally {
      end();
      Thread.interrupted(); // a late interrupt must not reach the next command
    }
  }

  /** Interrupts the command that runs; if there is none, the next one. */
  synchronized void fire() {
    if (running == null) {
      pending = true;
    } else {
      running.interrupt();
    }
  }

  /** Forgets an interrupt that came before a new line is read. */
  synchronized void reset() {
    pending = false;
  }

  private synchronized void begin() {
    running = Thread.currentThread();
    if (pending) {
      pending = false;
      running.interrupt();
    }
  }

  private synchronized void end() {
    running = null;
  }
}
