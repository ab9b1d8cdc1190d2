package shippy.demo;

import java.time.Duration;
import shippy.demo.workspace.StoppableWait;
import shippy.problem.Problem;
import shippy.shell.terminal.TerminalKeys;

/** Waits for any key. Stateless. */
final class KeyPress {
  private static final Duration POLL = Duration.ofMillis(50);

  private KeyPress() {}

  /**
   * Returns when one was pressed after the prompt, or throws {@link StoppableWait.Stopped}. Keys
   * that were typed before do not count.
   *
   * @param prompt asks for the key
   */
  static void await(Runnable prompt, StoppableWait wait) {
    try (TerminalKeys keys = TerminalKeys.open()) {
      while (keys.next(Duration.ZERO).isPresent()) {
        wait.pause(Duration.ZERO);
      }
      prompt.run();
      while (keys.next(POLL).isEmpty()) {
        wait.pause(Duration.ZERO);
      }
    } catch (InterruptedException e) {
      throw Problem.interrupted("waiting for a key", e);
    }
  }
}
