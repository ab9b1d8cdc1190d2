package shippy.tool.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import shippy.clock.ManualClock;
import shippy.proto.debug.StatsResponse;
import shippy.registry.Node;
import shippy.stats.CounterRates;
import shippy.stats.CounterRates.Growth;
import shippy.stats.StatsResult;

class TopViewTest {
  private static final Node NODE = Node.of("s", "a", "127.0.0.1:1");

  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final CounterRates rates = new CounterRates(clock);

  private Map<String, Growth> next(StatsResult report) {
    clock.advance(Duration.ofSeconds(1));
    return TopView.of(clock.now(), List.of(report), rates).growth();
  }

  private static StatsResult told(long started, long requests) {
    return new StatsResult.Answered(
        NODE, StatsResponse.newBuilder().setStarted(started).setRequests(requests).build());
  }

  @Test
  void instance_that_was_started_anew_has_no_rate_yet() {
    assertThat(next(told(1, 100))).isEmpty();
    assertThat(next(told(1, 107))).isEqualTo(Map.of("a", new Growth(7, 0, 1)));
    assertThat(next(told(2, 108))).isEmpty();
    assertThat(next(told(2, 110))).isEqualTo(Map.of("a", new Growth(2, 0, 1)));
  }

  @Test
  void instance_that_was_silent_begins_again() {
    next(told(1, 100));
    assertThat(next(new StatsResult.Silent(NODE, "no answer in time"))).isEmpty();
    assertThat(next(told(1, 200))).isEmpty();
  }
}
