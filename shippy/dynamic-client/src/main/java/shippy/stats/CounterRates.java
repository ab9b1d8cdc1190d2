package shippy.stats;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;

/**
 * Computes how fast counters grow from one round of readings to the next. A counter that is not
 * read in a round is forgotten. For one thread.
 */
public final class CounterRates {
  private final Clock clock;
  private Map<String, Reading> last = new HashMap<>();
  private Map<String, Reading> now = new HashMap<>();

  private record Reading(long calls, long errors, long nanos) {}

  /**
   * The growth between two readings.
   *
   * @param calls calls that ended
   * @param errors calls that did not end with OK
   * @param seconds the time between the readings; more than 0
   */
  public record Growth(long calls, long errors, double seconds) {
    public double callsPerSecond() {
      return calls / seconds;
    }

    public double errorsPerSecond() {
      return errors / seconds;
    }
  }

  public CounterRates(Clock clock) {
    this.clock = requireNonNull(clock, "clock");
  }

  /** The growth since the last round; empty for a counter that is new or has been reset. */
  public Optional<Growth> of(String name, long calls, long errors) {
    Reading reading = new Reading(calls, errors, clock.nanoTime());
    now.put(name, reading);
    @Nullable Reading before = last.get(name);
    return before == null ? Optional.empty() : growth(before, reading);
  }

  /** Ends a round. */
  public void looked() {
    last = now;
    now = new HashMap<>();
  }

  private static Optional<Growth> growth(Reading before, Reading now) {
    long calls = now.calls - before.calls;
    long errors = now.errors - before.errors;
    double seconds = (now.nanos - before.nanos) / 1e9;
    return calls >= 0 && errors >= 0 && seconds > 0
        ? Optional.of(new Growth(calls, errors, seconds))
        : Optional.empty();
  }
}
