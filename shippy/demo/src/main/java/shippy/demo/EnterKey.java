package shippy.demo;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import shippy.clock.DaemonThreads;
import shippy.demo.workspace.StoppableWait;

/** Waits for Enter. The end of the input is taken for it too. For one thread. */
final class EnterKey {
  private static final Duration FOREVER = Duration.ofDays(365);

  private final InputStream keyboard;
  private final StoppableWait wait;

  EnterKey(InputStream keyboard, StoppableWait wait) {
    this.keyboard = keyboard;
    this.wait = wait;
  }

  /** Returns when it was pressed, or throws {@link StoppableWait.Stopped}. */
  void await() {
    CompletableFuture<Void> pressed = new CompletableFuture<>();
    Runnable reading =
        () -> {
          try {
            int c = keyboard.read();
            while (c >= 0 && c != '\n') {
              c = keyboard.read();
            }
          } catch (IOException e) {
            return; // nobody can press it: the demo waits for Ctrl-C
          }
          pressed.complete(null);
        };
    DaemonThreads.named("shippy-demo-enter").newThread(reading).start();
    wait.until(pressed::isDone, FOREVER);
  }
}
