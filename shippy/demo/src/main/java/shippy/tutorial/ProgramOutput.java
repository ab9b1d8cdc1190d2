package shippy.tutorial;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import shippy.clock.Clock;

/** The lines that a program has printed so far. Safe for any thread. */
final class ProgramOutput {
  private final Clock clock;
  private final List<String> lines = new ArrayList<>();
  private boolean ended;

  ProgramOutput(Clock clock) {
    this.clock = clock;
  }

  synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  /** The program has ended: nothing follows. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** How many lines there are. */
  synchronized int size() {
    return lines.size();
  }

  synchronized List<String> from(int first) {
    return List.copyOf(lines.subList(first, lines.size()));
  }

  /**
   * Waits for a line in which the pattern is found, from a place on.
   *
   * @return the line; empty if it does not come in time, or cannot any more
   */
  synchronized Optional<String> await(Pattern pattern, int first, Duration limit)
      throws InterruptedException {
    Supplier<Duration> waited = clock.stopwatch();
    while (true) {
      Optional<String> found =
          lines.stream().skip(first).filter(line -> pattern.matcher(line).find()).findFirst();
      long left = limit.minus(waited.get()).toMillis();
      if (found.isPresent() || ended || left <= 0) {
        return found;
      }
      wait(left);
    }
  }
}
