package shippy.console.output;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Supplier;
import shippy.clock.Clock;
import shippy.console.io.IoStreams;
import shippy.problem.ProblemText;

/**
 * Tells how far a task is in one line of standard error that is written over and over: on a
 * terminal only, and only if the task takes long. Closing it wipes the line. One thread.
 */
public final class Progress implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMillis(300);
  private static final Duration REDRAW = Duration.ofMillis(100);
  private static final int WIDEST = 80;

  private final IoStreams io;
  private final Supplier<Duration> elapsed;
  private final boolean possible;
  private Duration next = PATIENCE;
  private int columns;

  /** The task begins now. */
  public Progress(IoStreams io, Clock clock) {
    this.io = requireNonNull(io, "io");
    this.elapsed = clock.stopwatch();
    this.possible = io.screen().errIsTerminal() && !io.isDumb();
  }

  /** Something has been done; the line is asked for only if it is time to write it. */
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

  /** Makes room for a line of another kind. */
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
