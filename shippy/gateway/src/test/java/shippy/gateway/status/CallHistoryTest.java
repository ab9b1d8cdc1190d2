package shippy.gateway.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CallHistoryTest {
  private static final String SERVICE = "vessel";
  private static final long STEP = CallHistory.STEP.toMillis();
  private static final long START = 1_000 * STEP;

  private final CallHistory history = new CallHistory();

  @Test
  void step_has_the_mean_of_the_rates_and_the_errors_a_second() {
    look(START, node("v-1", 10.0, 5, 100, 900), node("v-2", 20.0, 0, 300, 700));
    look(START + 1_000, node("v-1", 30.0, 15, 100, 800), node("v-2", 20.0, 0, 300, 700));

    CallHistory.Lines service = last(START + STEP, SERVICE);
    assertThat(service.calls()).last().isEqualTo(40.0);
    assertThat(service.errors()).last().isEqualTo(2.0);
    assertThat(service.p50Us()).last().isEqualTo(300.0);
    assertThat(service.p99Us()).last().isEqualTo(900.0);
    assertThat(last(START + STEP, "v-1").calls()).last().isEqualTo(20.0);
  }

  @Test
  void step_that_nobody_saw_is_not_known_and_one_that_runs_is_not_told() {
    look(START, node("v-1", 10.0, 0, 0, 0));
    look(START + 2 * STEP, node("v-1", 10.0, 0, 0, 0));

    CallHistory.Lines lines = last(START + 2 * STEP, "v-1");
    assertThat(lines.calls()).hasSize(CallHistory.STEPS).endsWith(null, 10.0, null);
    assertThat(lines.p50Us()).as("no call in the last minute").containsOnlyNulls();
  }

  @Test
  void fifteen_minutes_are_kept() {
    long end = START + CallHistory.STEPS * STEP;
    for (long at = START - STEP; at < end; at += STEP) {
      look(at, node("v-1", at == START ? 7.0 : 1.0, 0, 1, 1));
    }

    assertThat(last(end, "v-1").calls()).startsWith(7.0, 1.0).doesNotContainNull();
    look(end + CallHistory.STEPS * STEP, node("v-2", 1.0, 0, 1, 1));
    assertThat(history.chart(end, List.of("v-1")).series()).as("gone for long").isEmpty();
  }

  @Test
  void instance_that_tells_no_figures_has_no_line() {
    look(
        START,
        new SystemStatus.Instance(
            "v-1", "1", "a:7", "", InstanceState.SERVING, 0, null, null, null, null, null, null));

    assertThat(history.chart(START, List.of("v-1", SERVICE)).series()).isEmpty();
  }

  private CallHistory.Lines last(long now, String name) {
    return Objects.requireNonNull(history.chart(now, List.of(name)).series().get(name), name);
  }

  private void look(long at, SystemStatus.Instance... nodes) {
    history.look(at, List.of(new SystemStatus.Service(SERVICE, List.of(nodes))));
  }

  private static SystemStatus.Instance node(
      String id, double rate, long errors, long p50, long p99) {
    return new SystemStatus.Instance(
        id, id, "a:7", "", InstanceState.SERVING, 0, rate, errors, p50, p99, 1L, 1L);
  }
}
