package shippy.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import shippy.clock.ManualClock;
import shippy.proto.debug.StatsResponse;
import shippy.registry.Node;
import shippy.stats.Rates.Rate;

class RatesTest {
  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final Rates rates = new Rates(clock);

  private static Report told(String id, long started, long requests, long errors) {
    return new Report.Told(
        Node.of("s", id, "127.0.0.1:1"),
        StatsResponse.newBuilder()
            .setStarted(started)
            .setRequests(requests)
            .setErrors(errors)
            .build());
  }

  private Map<String, Rate> after(Duration pause, Report... reports) {
    clock.advance(pause);
    return rates.look(List.of(reports));
  }

  @Test
  void rate_is_the_growth_in_a_second() {
    assertThat(after(Duration.ZERO, told("a", 1, 100, 5))).isEmpty();
    assertThat(after(Duration.ofSeconds(2), told("a", 1, 150, 6), told("b", 1, 7, 7)))
        .isEqualTo(Map.of("a", new Rate(25, 0.5)));
  }

  @Test
  void instance_that_was_started_anew_has_no_rate_yet() {
    after(Duration.ZERO, told("a", 1, 100, 5), told("b", 1, 100, 5));
    assertThat(after(Duration.ofSeconds(1), told("a", 2, 101, 5), told("b", 1, 99, 5))).isEmpty();
    assertThat(after(Duration.ofSeconds(1), told("a", 2, 102, 5)))
        .isEqualTo(Map.of("a", new Rate(1, 0)));
  }

  @Test
  void instance_that_was_silent_begins_again() {
    after(Duration.ZERO, told("a", 1, 100, 5));
    Report silent = new Report.Silent(Node.of("s", "a", "127.0.0.1:1"), "no answer in time");
    assertThat(after(Duration.ofSeconds(1), silent)).isEmpty();
    assertThat(after(Duration.ofSeconds(1), told("a", 1, 200, 5))).isEmpty();
  }

  @Test
  void two_looks_at_once_divide_by_nothing() {
    after(Duration.ZERO, told("a", 1, 100, 5));
    assertThat(after(Duration.ZERO, told("a", 1, 200, 5))).isEmpty();
  }
}
