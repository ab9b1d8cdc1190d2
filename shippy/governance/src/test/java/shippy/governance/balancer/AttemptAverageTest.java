package shippy.governance.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttemptAverageTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void first_attempts_weigh_the_same() {
    AttemptAverage average = AttemptAverage.NONE.answered(300, 1).answered(20, 2).answered(10, 3);
    assertThat(average.latencyNanos()).isCloseTo(110, within(0.001));
    assertThat(average.success()).isEqualTo(1);
  }

  @Test
  void after_ten_seconds_the_past_weighs_one_part_in_e() {
    AttemptAverage average = AttemptAverage.NONE;
    long now = 0;
    for (; now < 100 * SECOND; now += SECOND / 100) {
      average = average.answered(1_000, now);
    }
    for (long until = now + 10 * SECOND; now < until; now += SECOND / 100) {
      average = average.answered(0, now);
    }
    assertThat(average.latencyNanos()).isCloseTo(1_000 / Math.E, within(1.0));
  }

  @Test
  void after_a_long_silence_only_the_new_attempt_counts() {
    AttemptAverage average = AttemptAverage.NONE.failed(1_000, 0).failed(1_000, 1);
    assertThat(average.isHealthy()).isFalse();
    assertThat(average.answered(5, 200 * SECOND))
        .satisfies(after -> assertThat(after.latencyNanos()).isCloseTo(5, within(0.001)))
        .matches(AttemptAverage::isHealthy);
  }

  @Test
  void attempt_that_comes_alone_weighs_three_quarters() {
    AttemptAverage average = AttemptAverage.NONE.answered(4_000, 0).answered(4_000, 1);
    average = average.answered(0, 1 + SECOND / 2);
    assertThat(average.latencyNanos()).isCloseTo(1_000, within(0.001));
    assertThat(average.failed(0, 1 + SECOND).success()).isCloseTo(0.25, within(0.001));
  }

  @Test
  void attempt_without_an_answer_never_lowers_the_latency() {
    AttemptAverage average = AttemptAverage.NONE.answered(1_000, 0);
    assertThat(average.failed(1, 1).latencyNanos()).isEqualTo(1_000);
    assertThat(average.failed(3_000, 1).latencyNanos()).isEqualTo(2_000);
    assertThat(average.cancelled(1, 1)).isEqualTo(average);
    assertThat(average.cancelled(3_000, 1).latencyNanos()).isEqualTo(2_000);
    assertThat(average.cancelled(3_000, 1).success()).isEqualTo(1);
  }
}
