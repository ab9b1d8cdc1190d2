package shippy.governance.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.clock.ManualClock;

class CircuitBreakerTest {
  private static final long SEED = 19;

  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final CircuitBreaker breaker = new CircuitBreaker(clock, new SplittableRandom(SEED));
  private final SplittableRandom outcomes = new SplittableRandom(7);
  private int dropped;
  private int made;

  /** Calls at a steady rate, each of which ends at once. */
  private void call(int perSecond, Duration time, double failing) {
    long calls = time.toMillis() * perSecond / 1000;
    for (long i = 0; i < calls; i++) {
      clock.advance(Duration.ofSeconds(1).dividedBy(perSecond));
      callOnce(failing);
    }
  }

  private void callOnce(double failing) {
    if (breaker.drop().isPresent()) {
      dropped++;
    } else {
      made++;
      if (outcomes.nextDouble() < failing) {
        breaker.fail();
      } else {
        breaker.succeed();
      }
    }
  }

  private double share(int perSecond, Duration time, double failing) {
    dropped = 0;
    made = 0;
    call(perSecond, time, failing);
    return (double) dropped / (dropped + made);
  }

  /**
   * Where the share settles: drops count in the total, so of T calls in the window (1 - d)T are
   * made, and (1 - d)T(1 - f) of them succeed. In d = (T - 5 - 1.5(1 - d)T(1 - f)) / (T + 1) that
   * gives d = (cT - 5) / (cT + 1) with c = 1 - 1.5(1 - f), and no drops at all where c is not
   * positive: up to a third of failures.
   */
  @ParameterizedTest
  @CsvSource({"0.1, 0", "0.3, 0", "0.6, 0.9985", "0.9, 0.9993"})
  void share_settles_where_the_formula_does(double failing, double expected) {
    int perSecond = 1000;
    double total = 10 * perSecond;
    double c = 1 - CircuitBreaker.K * (1 - failing);
    double closed = c > 0 ? (c * total - 5) / (c * total + 1) : 0;
    assertThat(closed).isCloseTo(expected, within(0.0001));
    call(perSecond, Duration.ofSeconds(20), failing);
    double share = share(perSecond, Duration.ofSeconds(60), failing);
    System.out.printf(
        Locale.ROOT,
        "figure: %.0f %% failures: formula %.4f, measured %.4f%n",
        100 * failing,
        closed,
        share);
    assertThat(share).isCloseTo(closed, within(0.01));
  }

  /** Every decision, and so the share on the way to where it settles, which takes seconds. */
  @ParameterizedTest
  @ValueSource(ints = {20, 100, 200})
  void each_decision_is_that_of_the_formula(int perSecond) {
    ReferenceBreaker reference = new ReferenceBreaker(SEED);
    double expected = 0;
    for (int percent : new int[] {0, 10, 30, 40, 50, 60, 90, 100}) {
      for (int i = 0; i < 8 * perSecond; i++) {
        clock.advance(Duration.ofMillis(1000 / perSecond));
        boolean drops = reference.drops(clock.nanoTime() / 1_000_000);
        expected += reference.share;
        assertThat(breaker.drop().isPresent()).isEqualTo(drops);
        if (drops) {
          dropped++;
          continue;
        }
        boolean success = outcomes.nextInt(100) >= percent;
        reference.end(clock.nanoTime() / 1_000_000, success);
        if (success) {
          breaker.succeed();
        } else {
          breaker.fail();
        }
      }
      clock.advance(Duration.ofMillis(37L * percent)); // some buckets stay empty
    }
    System.out.printf(
        Locale.ROOT,
        "figure: %d calls/s: formula %.0f drops, made %d%n",
        perSecond,
        expected,
        dropped);
  }

  /** With go-zero that needs a first call that passes by chance. */
  @Test
  void one_call_a_second_passes_whatever_chance_says() {
    RandomGenerator never = () -> 0;
    CircuitBreaker unlucky = new CircuitBreaker(clock, never);
    for (int i = 0; i <= CircuitBreaker.PROTECTION; i++) {
      assertThat(unlucky.drop()).isEmpty();
      unlucky.fail();
    }
    for (int second = 0; second < 5; second++) {
      Duration again = unlucky.drop().orElseThrow().again();
      clock.advance(again);
      assertThat(unlucky.drop()).isPresent();
      clock.advance(Duration.ofNanos(1));
      assertThat(unlucky.drop()).isEmpty();
      unlucky.fail();
    }
  }

  @ParameterizedTest
  @CsvSource({"20, 0", "20, 10", "100, 0", "100, 10", "400, 0", "400, 10"})
  void outage_is_forgotten_soon_after_it_is_over(int perSecond, int healthySeconds) {
    call(perSecond, Duration.ofSeconds(healthySeconds), 0);
    call(perSecond, Duration.ofSeconds(5), 1);
    assertThat(breaker.dropped()).isPositive();
    double before = breaker.share();
    Supplier<Duration> healing = clock.stopwatch();
    while (!breaker.isClosed()) {
      clock.advance(Duration.ofSeconds(1).dividedBy(perSecond));
      callOnce(0);
    }
    long ms = healing.get().toMillis();
    System.out.printf(
        Locale.ROOT,
        "figure: %d calls/s, healthy for %d s, failing for 5 s: dropped %.2f, closed after %d ms%n",
        perSecond,
        healthySeconds,
        before,
        ms);
    assertThat(share(perSecond, Duration.ofSeconds(10), 0)).isZero();
  }
}
