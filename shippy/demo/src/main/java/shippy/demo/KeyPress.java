package shippy.demo;

import java.time.Duration;
import shippy.demo.workspace.StoppableWait;
import shippy.problem.Problem;
import shippy.shell.terminal.TerminalKeys;

/** Waits for any key that is pressed from now on. Stateless. */
final class KeyPress {
  private static final Duration POLL = Duration.ofMillis(50);

  private KeyPress() {}

  /** Returns when one was pressed, or throws {@link StoppableWait.Stopped}. */
  static void await(StoppableWait wait) {
    try (TerminalKeys keys = TerminalKeys.open()) {
      while (keys.next(Duration.ZERO).isPresent()) {
        wait.pause(Duration.ZERO); // typed during the last step
      }
      while (keys.next(POLL).isEmpty()) {
        wait.pause(Duration.ZERO);
      }
    } catch (InterruptedException e) {
      throw Problem.interrupted("waiting for a key", e);
    }
  }
}
