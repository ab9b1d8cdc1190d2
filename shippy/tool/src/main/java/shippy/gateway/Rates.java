package shippy.gateway;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;

/**
 * How fast counters grow, between one reading and the next. What is not read in a round is
 * forgotten. One thread.
 */
final class Rates {
  private final Clock clock;
  private final Map<String, Reading> readings = new HashMap<>();
  private final Set<String> read = new HashSet<>();

  private record Reading(long count, long errors, Supplier<Duration> age) {}

  /**
   * Growth since the last reading.
   *
   * @param perSecond calls a second
   * @param errors the number of calls that failed
   */
  record Growth(double perSecond, long errors) {
    static final Growth NONE = new Growth(0, 0);
  }

  Rates(Clock clock) {
    this.clock = clock;
  }

  /** Takes a reading; none grows at its first, and one that fell was started anew. */
  Growth of(String name, long count, long errors) {
    read.add(name);
    @Nullable Reading before = readings.put(name, new Reading(count, errors, clock.stopwatch()));
    if (before == null || count < before.count()) {
      return Growth.NONE;
    }
    double seconds = Math.max(0.001, before.age().get().toNanos() / 1e9);
    double perSecond = Math.round((count - before.count()) / seconds * 10) / 10.0;
    return new Growth(perSecond, Math.max(0, errors - before.errors()));
  }

  /** Ends a round of readings. */
  void round() {
    readings.keySet().retainAll(read);
    read.clear();
  }
}
