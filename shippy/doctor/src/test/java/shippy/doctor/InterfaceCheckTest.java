package shippy.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import shippy.config.Config;
import shippy.registry.mdns.MdnsInterface;

class InterfaceCheckTest {
  private static Rows rows(boolean present, boolean up, boolean multicast) {
    return new Rows(
        new InterfaceCheck(Config.of(Map.of(), Map.of()))
            .judge(new MdnsInterface("lo", "127.0.0.1", present, up, multicast)));
  }

  @Test
  void interface_of_a_machine_with_ipv6_only_is_not_called_down() {
    Rows rows = rows(false, true, false);
    assertThat(rows.line())
        .isEqualTo("FAIL interface: lo is up and does not have the address 127.0.0.1");
    assertThat(rows.fix()).isEqualTo("--registry_address=INTERFACE");
  }

  @Test
  void interface_that_is_down_is_to_be_set_up() {
    assertThat(rows(false, false, false).line()).isEqualTo("FAIL interface: lo 127.0.0.1: down");
    assertThat(rows(true, false, true).fix()).isEqualTo("ip link set dev lo up");
  }

  @Test
  void interface_without_multicast_fails_and_with_it_passes() {
    assertThat(rows(true, true, false).fix()).isEqualTo("ip link set dev lo multicast on");
    assertThat(rows(true, true, true).line()).isEqualTo("PASS interface: lo 127.0.0.1: up");
  }
}
