package shippy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void three_nodes_get_every_step_in_order() {
    assertThat(Step.plan(3, true)).containsExactly(Step.values());
  }

  @Test
  void cluster_without_a_spare_keeps_its_members() {
    assertThat(Step.plan(1, true))
        .containsExactly(Step.STEADY, Step.TERMINATE, Step.KILL, Step.ADD, Step.ROLL);
    assertThat(Step.plan(2, true)).doesNotContain(Step.KILL_LEADER, Step.PAUSE);
  }

  @Test
  void without_faults_there_is_only_load_for_the_whole_time() {
    List<Step> plan = Step.plan(3, false);

    assertThat(plan).containsExactly(Step.STEADY);
    assertThat(Step.STEADY.length(plan, MINUTE)).isEqualTo(MINUTE);
  }

  @Test
  void lengths_are_shares_of_the_whole() {
    for (int nodes : new int[] {1, 3, 5}) {
      List<Step> plan = Step.plan(nodes, true);
      Duration sum =
          plan.stream()
              .map(step -> step.length(plan, MINUTE))
              .reduce(Duration.ZERO, Duration::plus);
      assertThat(sum).isBetween(MINUTE.minusMillis(1), MINUTE);
    }
    List<Step> plan = Step.plan(3, true);
    assertThat(Step.PAUSE.length(plan, MINUTE)).isEqualTo(Duration.ofSeconds(10));
    assertThat(Step.PAUSE.length(plan, MINUTE.multipliedBy(2))).isEqualTo(Duration.ofSeconds(20));
  }
}
