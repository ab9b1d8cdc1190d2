package shippy.registry.mdns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.config.Config;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;
import shippy.registry.Node;
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

  @Test
  void registries_on_ports_of_their_own_do_not_see_each_other() {
    Node node = Node.of("harbour", "harbour-1", "127.0.0.1:7");
    try (Registry here = registry("127.0.0.1#5454");
        Registry too = registry("lo#5454");
        Registry elsewhere = registry("127.0.0.1")) {
      here.register(node, Duration.ofSeconds(20));
      assertThat(too.nodes("harbour")).extracting(Node::id).containsExactly("harbour-1");
      assertThat(elsewhere.nodes("harbour")).isEmpty();
      assertThat(here.location()).isEqualTo("127.0.0.1 (lo, port 5454)");
    }
  }

  private static Registry registry(String address) {
    return Registry.open(Config.of(Map.of("registry_address", address), Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.77",
        "2001:db8::77",
        "nosuchif0",
        "127.0.0.1:2379",
        "127.0.0.1#0",
        "127.0.0.1#70000",
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
