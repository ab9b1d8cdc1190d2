package shippy.governance.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import shippy.config.TrafficSettings.RateLimit;

/** A bucket against its definition, in whole numbers without bounds. */
class ExactTokenBucketTest {
  private static final int PATTERNS = 10_000;
  private static final int ARRIVALS = 100;

  /** Thousandths of a call by the minute: what a setting can say. */
  private static final long UNITS = 60_000;

  private static final BigInteger UNITS_IN_NANOS = BigInteger.valueOf(UNITS * 1_000_000_000);

  /** The calls that were accepted, and whether one more may be. */
  private record Accepted(long rate, int burst, List<Long> times) {
    /** Whether in each window that ends now at most {@code burst + rate * T} would be accepted. */
    boolean allows(long now) {
      for (int i = Math.max(0, times.size()) - burst; i >= 0; i--) {
        BigInteger beyond = BigInteger.valueOf(times.size() - i + 1 - burst);
        BigInteger window = BigInteger.valueOf(now - times.get(i));
        if (beyond.multiply(UNITS_IN_NANOS).compareTo(window.multiply(BigInteger.valueOf(rate)))
            > 0) {
          return false;
        }
      }
      return true;
    }
  }

  /** Neither more nor less than allowed, and a wait is exact to the nanosecond. */
  @Test
  void every_window_has_at_most_burst_and_rate_and_no_call_is_refused_without_need() {
    int refused = 0;
    for (int seed = 0; seed < PATTERNS; seed++) {
      refused += pattern(new Random(seed));
    }
    assertThat(refused).isBetween(PATTERNS * ARRIVALS / 10, PATTERNS * ARRIVALS * 9 / 10);
  }

  private static int pattern(RandomGenerator random) {
    long rate = (long) Math.pow(10, random.nextDouble(0, 11.7));
    int burst = random.nextInt(4) == 0 ? 1 : random.nextInt(1, 30);
    long now = random.nextLong();
    ExactTokenBucket bucket =
        new ExactTokenBucket(new RateLimit(rate / (double) UNITS, burst), now);
    Accepted accepted = new Accepted(rate, burst, new ArrayList<>());
    int refused = 0;
    for (int i = 0; i < ARRIVALS; i++) {
      now += gap(random, UNITS_IN_NANOS.longValueExact() / rate);
      long wait = bucket.nanosToToken(now);
      assertThat(wait == 0).isEqualTo(accepted.allows(now));
      if (wait == 0) {
        bucket.take(now);
        accepted.times().add(now);
      } else {
        refused++;
        assertThat(accepted.allows(now + wait)).isTrue();
        assertThat(accepted.allows(now + wait - 1)).isFalse();
      }
    }
    return refused;
  }

  /** All at once, just about when a token comes, at random, and after a pause. */
  private static long gap(RandomGenerator random, long interval) {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> 0;
      case 3 -> Math.max(0, interval + random.nextInt(-1, 2));
      case 4 -> random.nextInt(3);
      case 5 -> interval * random.nextInt(1, 20);
      default -> (long) (-Math.log(1 - random.nextDouble()) * interval);
    };
  }

  @Test
  void rate_that_is_no_whole_number_of_nanoseconds_does_not_drift() {
    ExactTokenBucket bucket = new ExactTokenBucket(new RateLimit(3, 2), 0);
    long now = 0;
    for (int i = 0; i < 3_000_001; i++) {
      now += bucket.nanosToToken(now);
      bucket.take(now);
    }
    assertThat(now + bucket.nanosToToken(now)).isEqualTo(1_000_000_000_000_000L);
  }

  @Test
  void largest_burst_of_the_smallest_rate_is_counted() {
    ExactTokenBucket bucket = new ExactTokenBucket(new RateLimit(0.001 / 60, 9_999_999), 0);
    for (int i = 0; i < 30_000; i++) {
      assertThat(bucket.nanosToToken(0)).isZero();
      bucket.take(0);
    }
  }
}
