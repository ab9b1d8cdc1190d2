package shippy.process;

import java.io.IOException;
import java.util.function.IntConsumer;

/** Starts programs. */
@FunctionalInterface
interface Launcher {
  /**
   * Starts a program as a process and returns at once.
   *
   * @param id the {@code server_id} it registers with
   * @param ended called once with the exit status, on any thread, after its last line was read:
   *     0-255, or 128 + n if signal n ended it
   */
  Child launch(Program program, String id, IntConsumer ended) throws IOException;

  /** A started process. Signals to one that has ended are harmless. */
  interface Child {
    long pid();

    /** Asks it to end in order (SIGTERM). */
    void terminate();

    /** Ends it at once (SIGKILL). */
    void kill();
  }
}
