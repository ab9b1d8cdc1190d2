package shippy.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import shippy.clock.Clock;
import shippy.gateway.control.InstanceControl.LogLine;

/**
 * The last lines of each program, shown or not, by the name that they stand behind: what a crashed
 * process said last is there when the next one runs. Safe for any thread.
 */
final class KeptLines {
  private static final int EACH = 2_000;

  private final Map<String, Kept> all = new HashMap<>();
  private final Clock clock;

  private static final class Kept {
    private final Deque<LogLine> lines = new ArrayDeque<>();
    private long last;
  }

  KeptLines(Clock clock) {
    this.clock = clock;
  }

  synchronized void add(String name, String line) {
    Kept kept = all.computeIfAbsent(name, any -> new Kept());
    kept.lines.addLast(new LogLine(++kept.last, clock.now(), line));
    if (kept.lines.size() > EACH) {
      kept.lines.removeFirst();
    }
  }

  /** Those with a higher number. */
  synchronized List<LogLine> after(String name, long number) {
    Kept kept = all.get(name);
    return kept == null
        ? List.of()
        : kept.lines.stream().filter(line -> line.number() > number).toList();
  }
}
