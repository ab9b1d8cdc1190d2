package shippy.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import shippy.clock.ManualClock;
import shippy.stats.CounterRates.Growth;

class CounterRatesTest {
  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final CounterRates rates = new CounterRates(clock);

  private Optional<Growth> after(Duration pause, String name, long calls, long errors) {
    rates.looked();
    clock.advance(pause);
    return rates.of(name, calls, errors);
  }

  @Test
  void rate_is_the_growth_in_a_second() {
    assertThat(after(Duration.ZERO, "a", 100, 5)).isEmpty();
    Growth grown = after(Duration.ofSeconds(2), "a", 150, 6).orElseThrow();
    assertThat(grown).isEqualTo(new Growth(50, 1, 2));
    assertThat(grown.callsPerSecond()).isEqualTo(25);
    assertThat(grown.errorsPerSecond()).isEqualTo(0.5);
    assertThat(rates.of("b", 7, 7)).isEmpty();
  }

  @Test
  void what_was_started_anew_has_no_rate_yet() {
    after(Duration.ZERO, "a", 100, 5);
    assertThat(after(Duration.ofSeconds(1), "a", 99, 5)).isEmpty();
    assertThat(after(Duration.ofSeconds(1), "a", 100, 4)).isEmpty();
    assertThat(after(Duration.ofSeconds(1), "a", 101, 4)).contains(new Growth(1, 0, 1));
  }

  @Test
  void what_was_not_read_in_a_look_begins_again() {
    after(Duration.ZERO, "a", 100, 5);
    rates.looked();
    assertThat(after(Duration.ofSeconds(1), "a", 200, 5)).isEmpty();
    assertThat(after(Duration.ofSeconds(1), "a", 300, 5)).contains(new Growth(100, 0, 1));
  }

  @Test
  void two_looks_at_once_divide_by_nothing() {
    after(Duration.ZERO, "a", 100, 5);
    assertThat(after(Duration.ZERO, "a", 200, 5)).isEmpty();
  }
}
