package shippy.governance.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import shippy.clock.ManualClock;

class InstanceLoadsTest {
  private final InstanceLoads loads = new InstanceLoads(new ManualClock(Instant.EPOCH));

  @Test
  void load_survives_changes_of_the_list_and_a_while_without_its_instance() {
    loads.list(Set.of(1, 2));
    InstanceLoad load = loads.of(1);
    loads.list(Set.of(1, 2, 3));
    assertThat(loads.of(1)).isSameAs(load);
    loads.list(Set.of(2));
    loads.list(Set.of(1, 2));
    assertThat(loads.of(1)).isSameAs(load);
  }

  @Test
  void forgets_those_that_are_gone_for_longest_when_there_are_many() {
    loads.list(Set.of(1, 2));
    InstanceLoad stays = loads.of(1);
    for (int port = 3; port < 1_000; port++) {
      loads.list(Set.of(1, port));
    }
    assertThat(loads.size()).isEqualTo(2 + InstanceLoads.REMEMBERED);
    loads.list(Set.of(1, 2));
    assertThat(loads.of(1)).isSameAs(stays);
  }
}
