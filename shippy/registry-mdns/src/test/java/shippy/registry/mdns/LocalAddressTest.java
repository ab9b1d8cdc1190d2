package shippy.registry.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.config.Config;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;
import shippy.registry.Registry;

class LocalAddressTest {
  @Test
  void default_is_loopback() {
    LocalAddress where = LocalAddress.of(Config.of(Map.of(), Map.of()));
    assertThat(where.address().getHostAddress()).isEqualTo("127.0.0.1");
    assertThat(where).hasToString("127.0.0.1 (loopback)");
    assertThat(where.link()).isPresent();
  }

  @Test
  void address_and_interface_name_mean_the_same() throws SocketException {
    NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
    assertThat(of(loopback.getName())).isEqualTo(of("127.0.0.1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.77",
        "2001:db8::77",
        "nosuchif0",
        "127.0.0.1:2379",
        "localhost",
        "999.1.1.1",
        "::g"
      })
  void what_this_machine_has_not_is_refused_with_what_it_has(String text) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> of(text))
        .withMessageStartingWith(
            "--registry_address: \"%s\" (expected: an address or interface of this machine: "
                .formatted(text))
        .withMessageContaining("127.0.0.1")
        .satisfies(e -> assertThat(e.problem().code()).isEqualTo(ExitCode.USAGE));
  }

  @Test
  void source_of_a_wrong_address_is_named() {
    Config config = Config.of(Map.of(), Map.of("MICRO_REGISTRY_ADDRESS", "nosuchif0"));
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> Registry.open(config))
        .withMessageStartingWith("MICRO_REGISTRY_ADDRESS: \"nosuchif0\"")
        .satisfies(e -> assertThat(e.problem().code()).isEqualTo(ExitCode.CONFIG));
  }

  private static LocalAddress of(String text) {
    return LocalAddress.of(Config.of(Map.of("registry_address", text), Map.of()));
  }
}
