package shippy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoStepTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void three_nodes_get_every_step_in_order() {
    assertThat(DemoStep.plan(3, true)).containsExactly(DemoStep.values());
  }

  @Test
  void cluster_without_a_spare_keeps_its_members() {
    assertThat(DemoStep.plan(1, true))
        .containsExactly(
            DemoStep.STEADY, DemoStep.TERMINATE, DemoStep.KILL, DemoStep.ADD, DemoStep.ROLL);
    assertThat(DemoStep.plan(2, true)).doesNotContain(DemoStep.KILL_LEADER, DemoStep.PAUSE);
  }

  @Test
  void without_faults_there_is_only_load_for_the_whole_time() {
    List<DemoStep> plan = DemoStep.plan(3, false);

    assertThat(plan).containsExactly(DemoStep.STEADY);
    assertThat(DemoStep.STEADY.length(plan, MINUTE)).isEqualTo(MINUTE);
  }

  @Test
  void lengths_are_shares_of_the_whole() {
    for (int nodes : new int[] {1, 3, 5}) {
      List<DemoStep> plan = DemoStep.plan(nodes, true);
      Duration sum =
          plan.stream()
              .map(step -> step.length(plan, MINUTE))
              .reduce(Duration.ZERO, Duration::plus);
      assertThat(sum).isBetween(MINUTE.minusMillis(1), MINUTE);
    }
    List<DemoStep> plan = DemoStep.plan(3, true);
    assertThat(DemoStep.PAUSE.length(plan, MINUTE)).isEqualTo(Duration.ofSeconds(10));
    assertThat(DemoStep.PAUSE.length(plan, MINUTE.multipliedBy(2)))
        .isEqualTo(Duration.ofSeconds(20));
  }
}
