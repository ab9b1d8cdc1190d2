package shippy.demo.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import org.junit.jupiter.api.Test;
import shippy.demo.etcd.EtcdPorts.Member;
import shippy.problem.ProblemException;

class EtcdPortsTest {
  @Test
  void free_ports_are_those_of_the_tutorial() {
    EtcdPorts ports = EtcdPorts.choose(3, port -> true);

    assertThat(ports.members())
        .containsExactly(new Member(2379, 2380), new Member(3379, 2381), new Member(4379, 2382));
    assertThat(ports.taken()).isEmpty();
  }

  @Test
  void taken_port_is_replaced_by_the_next_with_its_digits_and_named() {
    Set<Integer> taken = Set.of(2379, 12379, 2381);

    EtcdPorts ports = EtcdPorts.choose(3, port -> !taken.contains(port));

    assertThat(ports.members())
        .containsExactly(new Member(22379, 2380), new Member(3379, 12381), new Member(4379, 2382));
    assertThat(ports.taken()).containsExactly(2379, 2381);
  }

  @Test
  void machine_without_a_free_port_says_so() {
    assertThatThrownBy(() -> EtcdPorts.choose(1, port -> false))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("no free port for etcd: 2379, 12379, … (expected: one of them)");
  }

  @Test
  void port_in_use_is_not_chosen() throws IOException {
    try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int held = holder.getLocalPort();
      EtcdPorts ports = EtcdPorts.choose(5);
      assertThat(ports.members())
          .hasSize(5)
          .noneMatch(member -> member.client() == held || member.peer() == held);
    }
  }
}
