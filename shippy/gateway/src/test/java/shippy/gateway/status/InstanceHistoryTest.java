package shippy.gateway.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.clock.ManualClock;
import shippy.registry.Node;

class InstanceHistoryTest {
  private static final Node NODE = Node.of("shippy.service.vessel", "vessel-1", "127.0.0.1:1");
  private static final ProbeResult SERVING = report(InstanceState.SERVING);

  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final InstanceHistory history = new InstanceHistory(clock);

  private static ProbeResult report(InstanceState health) {
    return new ProbeResult(health, Optional.empty(), List.of());
  }

  @Test
  void lost_instance_is_remembered_for_a_while() {
    look(ProbeResult.UNREACHABLE);
    clock.advance(Duration.ofSeconds(5));

    assertThat(history.look(Map.of(), Map.of())).isZero();
    assertThat(only().health()).isEqualTo(InstanceState.LOST);
    assertThat(only().since()).isZero();

    clock.advance(InstanceHistory.MEMORY.minusMillis(1));
    assertThat(history.look(Map.of(), Map.of())).isZero();
    assertThat(only().since()).isEqualTo(InstanceHistory.MEMORY.minusMillis(1));

    clock.advance(Duration.ofMillis(1));
    assertThat(history.look(Map.of(), Map.of())).isOne();
    assertThat(history.all()).isEmpty();
  }

  @Test
  void lost_instance_that_comes_back_is_there_again() {
    look(SERVING);
    history.look(Map.of(), Map.of());
    look(report(InstanceState.NOT_SERVING));

    assertThat(only().health()).isEqualTo(InstanceState.NOT_SERVING);
  }

  @ParameterizedTest
  @CsvSource({
    "SERVING, STOPPED",
    "SERVING NOT_SERVING, STOPPED",
    "NOT_SERVING, STOPPED",
    "SERVING UNREACHABLE, LOST",
    "SERVING NOT_SERVING UNREACHABLE, STOPPED",
    "NOT_SERVING SERVING UNREACHABLE, LOST",
    "UNREACHABLE, LOST",
  })
  void instance_that_left_has_stopped_unless_it_was_silent_before(String seen, InstanceState then) {
    for (String health : seen.split(" ", -1)) {
      look(report(InstanceState.valueOf(health)));
    }
    history.look(Map.of(), Map.of(NODE, ProbeResult.UNREACHABLE));

    assertThat(only().health()).isEqualTo(then);
    history.look(Map.of(), Map.of());
    assertThat(only().health()).isEqualTo(then);
  }

  @Test
  void instance_that_left_is_shown_as_it_is_while_it_answers() {
    look(SERVING);
    assertThat(history.leaving(Set.of(NODE))).isEmpty();
    assertThat(history.leaving(Set.of())).containsExactly(NODE);

    history.look(Map.of(), Map.of(NODE, SERVING));
    assertThat(only().health()).isEqualTo(InstanceState.SERVING);
    history.look(Map.of(), Map.of(NODE, report(InstanceState.NOT_SERVING)));
    assertThat(only().health()).isEqualTo(InstanceState.NOT_SERVING);

    history.look(Map.of(), Map.of(NODE, ProbeResult.UNREACHABLE));
    assertThat(only().health()).isEqualTo(InstanceState.STOPPED);
    assertThat(history.leaving(Set.of())).isEmpty();
  }

  @Test
  void since_counts_from_the_change_of_health() {
    look(SERVING);
    clock.advance(Duration.ofSeconds(2));
    look(SERVING);
    assertThat(only().since()).isEqualTo(Duration.ofSeconds(2));

    look(ProbeResult.UNREACHABLE);
    assertThat(only().since()).isZero();
  }

  private void look(ProbeResult report) {
    history.look(Map.of(NODE, report), Map.of());
  }

  private InstanceHistory.Seen only() {
    assertThat(history.all()).hasSize(1);
    return history.all().get(0);
  }
}
