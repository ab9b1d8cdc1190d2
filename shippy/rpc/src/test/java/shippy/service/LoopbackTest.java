package shippy.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.Inet6Address;
import org.junit.jupiter.api.Test;

class LoopbackTest {
  @Test
  void machine_with_ipv6_only_is_told_its_own_address() {
    assertThat(Loopback.anyPort(Inet6Address.class::isInstance)).hasToString("[::1]:0");
    assertThat(Loopback.anyPort(Inet4Address.class::isInstance)).hasToString("127.0.0.1:0");
    assertThat(Loopback.anyPort(address -> true)).hasToString("127.0.0.1:0");
    assertThat(Loopback.anyPort(address -> false)).hasToString("127.0.0.1:0");
  }
}
