package shippy.process;

import java.io.IOException;
import java.util.function.Consumer;

/** Starts programs. */
@FunctionalInterface
interface Launcher {
  /**
   * Starts a program as a process and returns at once.
   *
   * @param id the {@code server_id} it registers with
   * @param ended called once, on any thread, after its last line was read
   */
  Child launch(Program program, String id, Consumer<Exit> ended) throws IOException;

  /** A started process. Signals to one that has ended are harmless. */
  interface Child {
    long pid();

    /** Asks it to end in order (SIGTERM). */
    void terminate();

    /** Ends it at once (SIGKILL). */
    void kill();
  }
}
