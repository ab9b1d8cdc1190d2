package shippy.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import shippy.console.output.NumberFormats;
import shippy.problem.ProblemText;

/** What has happened so far, with the time since the beginning. Safe for any thread. */
final class EventLog {
  private final Supplier<Duration> elapsed;
  private final Consumer<Line> listener;
  private final List<Line> lines = new ArrayList<>();

  /** One event. */
  record Line(Duration at, String text) {
    /** {@code 0:42 text}, no wider than that many columns. */
    String fit(int columns) {
      String whole = "%5s  %s".formatted(NumberFormats.clock(at), text);
      return whole.length() <= columns ? whole : whole.substring(0, columns - 1) + "…";
    }
  }

  /** A log that begins now; the listener gets each line too. */
  EventLog(Supplier<Duration> elapsed, Consumer<Line> listener) {
    this.elapsed = elapsed;
    this.listener = listener;
  }

  synchronized void tell(String text) {
    Line line = new Line(elapsed.get(), ProblemText.clean(text));
    lines.add(line);
    listener.accept(line);
  }

  Duration elapsed() {
    return elapsed.get();
  }

  /** The last lines, oldest first. */
  synchronized List<Line> last(int count) {
    return List.copyOf(lines.subList(Math.max(0, lines.size() - count), lines.size()));
  }
}
