package shippy.process;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import shippy.clock.Clock;
import shippy.clock.Deadline;

/**
 * What a process has printed so far. It is read all the time, so that the process never waits for a
 * reader. Safe for any thread.
 */
public final class CapturedOutput {
  private final StringBuilder text = new StringBuilder();
  private final CompletableFuture<Void> ended;
  private boolean complete;

  /** Starts to read. */
  public CapturedOutput(InputStream from) {
    ended = OutputReader.text(from, this::add);
  }

  public synchronized String text() {
    return text.toString();
  }

  /** The complete lines. */
  public List<String> lines() {
    return completeLines().toList();
  }

  /** The pattern's first match within a complete line. */
  public Optional<MatchResult> find(Pattern pattern) {
    return find(pattern, 0);
  }

  /**
   * Waits until the pattern is found in a complete line after the first {@code skipped} ones.
   *
   * @return empty if it is not found in time, or the output has ended
   */
  public synchronized Optional<MatchResult> await(Pattern pattern, int skipped, Duration limit)
      throws InterruptedException {
    Supplier<Duration> waited = Clock.system().stopwatch();
    while (true) {
      Optional<MatchResult> found = find(pattern, skipped);
      long left = limit.minus(waited.get()).toMillis();
      if (found.isPresent() || complete || left <= 0) {
        return found;
      }
      wait(left);
    }
  }

  /** Waits for the end of the output; a surviving grandchild can keep it open past the limit. */
  public void awaitEnd(Duration limit) {
    Deadline.within(limit, ended, Clock.system());
  }

  private Optional<MatchResult> find(Pattern pattern, int skipped) {
    return completeLines()
        .skip(skipped)
        .map(pattern::matcher)
        .filter(Matcher::find)
        .map(Matcher::toMatchResult)
        .findFirst();
  }

  private Stream<String> completeLines() {
    String all = text();
    return all.substring(0, all.lastIndexOf('\n') + 1).lines();
  }

  private synchronized void add(String more) {
    text.append(more);
    complete = more.isEmpty();
    notifyAll();
  }
}
