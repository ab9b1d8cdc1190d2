package shippy.clock;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes UUIDs of version 7 (RFC 9562): the milliseconds of the clock, then 74 random bits, so that
 * they sort by time and no two processes make the same. Safe for any thread if the generator is.
 */
public final class TimeOrderedIds {
  private final Clock clock;
  private final RandomGenerator random;

  public TimeOrderedIds(Clock clock, RandomGenerator random) {
    this.clock = requireNonNull(clock, "clock");
    this.random = requireNonNull(random, "random");
  }

  /** Ids from the machine's entropy, which is opened for the first one. */
  public static TimeOrderedIds on(Clock clock) {
    return new TimeOrderedIds(clock, () -> Entropy.SOURCE.nextLong());
  }

  private static final class Entropy {
    private static final SecureRandom SOURCE = new SecureRandom();
  }

  /** The next id, in its usual form of 36 characters. */
  public String next() {
    long millis = clock.now().toEpochMilli();
    long high = (millis << 16) | 0x7000 | (random.nextLong() & 0x0fff);
    long low = (1L << 63) | (random.nextLong() >>> 2);
    return new UUID(high, low).toString();
  }
}
