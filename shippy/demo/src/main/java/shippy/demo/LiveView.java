package shippy.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.clock.Deadline;

/**
 * Draws four frames per second in one place, on a thread of its own: a stopped terminal (Ctrl-S)
 * does not stop the demo. The last frame stays.
 */
final class LiveView implements AutoCloseable {
  private static final Duration BETWEEN_FRAMES = Duration.ofMillis(250);
  private static final Duration LAST_FRAME = Duration.ofSeconds(1);
  private static final String TO_LINE_START = "\u001b[%dF";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final PrintStream terminal;
  private final Supplier<List<String>> frames;
  private final BooleanSupplier stopped;
  private final CompletableFuture<Void> closing = new CompletableFuture<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private int drawn;

  /**
   * A view that draws nothing yet.
   *
   * @param stopped whether the user has: the last frame stays then
   */
  LiveView(PrintStream terminal, Supplier<List<String>> frames, BooleanSupplier stopped) {
    this.terminal = terminal;
    this.frames = frames;
    this.stopped = stopped;
  }

  void start() {
    DaemonThreads.named("shippy-demo-view").newThread(this::drawUntilClosed).start();
  }

  /** Draws once more and returns, after a second at most. Idempotent. */
  @Override
  public void close() {
    closing.complete(null);
    Deadline.within(LAST_FRAME, closed, Clock.system());
  }

  private void drawUntilClosed() {
    try {
      do {
        draw();
      } while (!Deadline.within(BETWEEN_FRAMES, closing, Clock.system()));
      draw();
    } finally {
      closed.complete(null);
    }
  }

  /** In one write, so that no half frame is seen. */
  private void draw() {
    if (stopped.getAsBoolean()) {
      return; // Ctrl-C reaches all processes of the terminal: that they end is no failure
    }
    List<String> lines = frames.get();
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append(TO_LINE_START.formatted(drawn));
    }
    lines.forEach(line -> text.append(line).append(CLEAR_LINE).append('\n'));
    terminal.print(text.append(CLEAR_BELOW));
    terminal.flush();
    drawn = lines.size();
  }
}
