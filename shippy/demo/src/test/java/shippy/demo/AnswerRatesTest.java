package shippy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerRatesTest {
  private final AnswerRates rates = new AnswerRates();

  @Test
  void before_two_samples_nothing_is_known() {
    assertThat(rates.total()).isZero();
    rates.sample(Duration.ZERO, Map.of("a", 7L));
    assertThat(rates.of("a")).isZero();
  }

  @Test
  void rate_is_of_the_last_two_seconds() {
    for (int i = 0; i <= 40; i++) {
      long answers = i <= 20 ? 0 : (i - 20) * 10L;
      rates.sample(Duration.ofMillis(i * 250L), Map.of("a", answers, "b", 4L * i));
    }

    assertThat(rates.of("a")).isEqualTo(40);
    assertThat(rates.of("b")).isEqualTo(16);
    assertThat(rates.total()).isEqualTo(56);
    assertThat(rates.of("c")).isZero();
  }
}
