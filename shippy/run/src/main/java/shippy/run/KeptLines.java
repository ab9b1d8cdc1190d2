package shippy.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import shippy.clock.Clock;
import shippy.clock.Deadline;
import shippy.gateway.control.InstanceControl.LogLine;

/**
 * The last lines of each program, shown or not, by the name that they stand behind: what a crashed
 * process said last is there when the next one runs. Safe for any thread.
 */
final class KeptLines {
  private static final int EACH = 2_000;

  /** Who follows reads more often than this. */
  private static final Duration FOLLOWED = Duration.ofSeconds(2);

  private final Map<String, Kept> all = new HashMap<>();
  private final Clock clock;

  private static final class Kept {
    private final Deque<LogLine> lines = new ArrayDeque<>();
    private long last;
    private Supplier<Duration> unread = () -> FOLLOWED;
    private CompletableFuture<Void> readAgain = new CompletableFuture<>();
  }

  KeptLines(Clock clock) {
    this.clock = clock;
  }

  /** There is a program of that name, though it may say nothing. */
  synchronized void begin(String name) {
    var unused = kept(name);
  }

  synchronized void add(String name, String line) {
    Kept kept = kept(name);
    kept.lines.addLast(new LogLine(++kept.last, clock.now(), line));
    if (kept.lines.size() > EACH) {
      kept.lines.removeFirst();
    }
  }

  private Kept kept(String name) {
    return all.computeIfAbsent(name, any -> new Kept());
  }

  /** Those with a higher number; empty if there never was a program of that name. */
  synchronized Optional<List<LogLine>> after(String name, long number) {
    return Optional.ofNullable(all.get(name)).map(kept -> read(kept, number));
  }

  private List<LogLine> read(Kept kept, long number) {
    kept.unread = clock.stopwatch();
    kept.readAgain.complete(null);
    return kept.lines.stream().filter(line -> line.number() > number).toList();
  }

  /** After the last line: waits a little until those who follow have read it. */
  void awaitFollowers() {
    Deadline.within(FOLLOWED, allReadAgain(), clock);
  }

  private synchronized CompletableFuture<Void> allReadAgain() {
    List<Kept> followed =
        all.values().stream().filter(kept -> kept.unread.get().compareTo(FOLLOWED) < 0).toList();
    followed.forEach(kept -> kept.readAgain = new CompletableFuture<>());
    return CompletableFuture.allOf(
        followed.stream().map(kept -> kept.readAgain).toArray(CompletableFuture[]::new));
  }
}
