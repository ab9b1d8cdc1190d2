package shippy.console.output;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Supplier;
import shippy.clock.Clock;
import shippy.console.io.IoStreams;
import shippy.problem.ProblemText;

/**
 * Shows the progress of a long task in one line of standard error, which is overwritten; on a
 * terminal only. Closing it clears the line. One thread.
 */
public final class Progress implements AutoCloseable {
  private static final Duration DELAY = Duration.ofMillis(300);
  private static final Duration REDRAW = Duration.ofMillis(100);
  private static final int WIDEST = 80;

  private final IoStreams io;
  private final Supplier<Duration> elapsed;
  private final boolean possible;
  private Duration next = DELAY;
  private int columns;

  /** The task begins now. */
  public Progress(IoStreams io, Clock clock) {
    this.io = requireNonNull(io, "io");
    this.elapsed = clock.stopwatch();
    this.possible = io.screen().errIsTerminal() && !io.isDumb();
  }

  /** Writes the line if it is time to; only then is it asked for. */
  public void update(Supplier<String> line) {
    if (!possible || elapsed.get().compareTo(next) < 0) {
      return;
    }
    next = elapsed.get().plus(REDRAW);
    columns = columns == 0 ? Math.min(WIDEST, io.screen().columns()) : columns;
    String text = ProblemText.clean(line.get());
    boolean fits = DisplayWidth.of(text) < columns;
    io.err().print("\r" + (fits ? text : DisplayWidth.ellipsis(text, columns - 1)) + "\u001b[K");
    io.err().flush();
  }

  /** Clears the line, so that another can be written there. */
  public void wipe() {
    if (columns > 0) {
      io.err().print("\r\u001b[K");
      io.err().flush();
    }
  }

  @Override
  public void close() {
    wipe();
  }
}
