package shippy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import shippy.clock.ManualClock;
import shippy.registry.Node;

class SightingsTest {
  private static final Node NODE = Node.of("shippy.service.vessel", "vessel-1", "127.0.0.1:1");
  private static final Report SERVING = report(Health.SERVING);

  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final Sightings sightings = new Sightings(clock);

  private static Report report(Health health) {
    return new Report(health, Optional.empty(), List.of());
  }

  @Test
  void lost_instance_is_remembered_for_a_while() {
    sightings.look(Map.of(NODE, SERVING));
    clock.advance(Duration.ofSeconds(5));

    assertThat(sightings.look(Map.of())).isZero();
    assertThat(only().health()).isEqualTo(Health.LOST);
    assertThat(only().since()).isZero();

    clock.advance(Sightings.MEMORY.minusMillis(1));
    assertThat(sightings.look(Map.of())).isZero();
    assertThat(only().since()).isEqualTo(Sightings.MEMORY.minusMillis(1));

    clock.advance(Duration.ofMillis(1));
    assertThat(sightings.look(Map.of())).isOne();
    assertThat(sightings.all()).isEmpty();
  }

  @Test
  void lost_instance_that_comes_back_is_there_again() {
    sightings.look(Map.of(NODE, SERVING));
    sightings.look(Map.of());
    sightings.look(Map.of(NODE, report(Health.NOT_SERVING)));

    assertThat(only().health()).isEqualTo(Health.NOT_SERVING);
  }

  @Test
  void since_counts_from_the_change_of_health() {
    sightings.look(Map.of(NODE, SERVING));
    clock.advance(Duration.ofSeconds(2));
    sightings.look(Map.of(NODE, SERVING));
    assertThat(only().since()).isEqualTo(Duration.ofSeconds(2));

    sightings.look(Map.of(NODE, Report.UNREACHABLE));
    assertThat(only().since()).isZero();
  }

  private Sightings.Seen only() {
    assertThat(sightings.all()).hasSize(1);
    return sightings.all().get(0);
  }
}
