package shippy.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration MAX = Duration.ofSeconds(10);

  @Test
  void pauses_grow_by_gRPCs_factor_up_to_the_maximum() {
    Backoff backoff = new Backoff(FIRST, MAX, middle());
    List<Long> millis = Stream.generate(backoff::next).limit(9).map(Duration::toMillis).toList();
    assertThat(millis)
        .containsExactly(500L, 800L, 1280L, 2048L, 3276L, 5242L, 8388L, 10000L, 10000L);
  }

  @Test
  void every_pause_is_spread_by_a_fifth_and_no_more() {
    Backoff backoff = new Backoff(FIRST, FIRST, new SplittableRandom(42));
    List<Duration> pauses = Stream.generate(backoff::next).limit(1_000).toList();
    assertThat(pauses).allMatch(p -> p.toMillis() >= 400 && p.toMillis() <= 600);
    assertThat(pauses.stream().distinct()).hasSizeGreaterThan(900);
  }

  @Test
  void reset_starts_over() {
    Backoff backoff = new Backoff(FIRST, MAX, middle());
    IntStream.range(0, 20).forEach(i -> backoff.next());
    backoff.reset();
    assertThat(backoff.next()).isEqualTo(FIRST);
  }

  @Test
  void standard_starts_near_half_a_second() {
    assertThat(Backoff.standard().next()).isBetween(Duration.ofMillis(400), Duration.ofMillis(600));
  }

  @ParameterizedTest
  @CsvSource({"PT0S,PT1S", "PT-1S,PT1S", "PT2S,PT1S"})
  void wrong_bounds_are_named(Duration first, Duration max) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(first, max, middle()))
        .withMessage("backoff: first %s, max %s (expected: 0 < first <= max)", first, max);
  }

  /** No spread: always the middle of the range. */
  private static RandomGenerator middle() {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new UnsupportedOperationException();
      }

      @Override
      public double nextDouble(double from, double to) {
        return (from + to) / 2;
      }
    };
  }
}
