package shippy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.config.Config;
import shippy.config.LiveConfig;
import shippy.gateway.control.InstanceControl;
import shippy.registry.HostPort;

class RunGatewayTest {
  private static final InstanceControl NONE = new NoInstances();

  private final Config config = Config.of(Map.of("registry", "memory"), Map.of());

  @Test
  void address_is_the_usual_one_if_it_is_free() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (RunGateway gateway =
        RunGateway.open(LiveConfig.fixed(config), new HostPort("127.0.0.1", port), false, NONE)) {
      assertThat(gateway.text())
          .isEqualTo(
              "%nOver HTTP, with a page that shows it all:%n  http://127.0.0.1:%d/%n"
                  .formatted(port));
    }
  }

  @Test
  void address_that_is_taken_is_told_beside_the_free_one() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      try (RunGateway gateway =
          RunGateway.open(LiveConfig.fixed(config), new HostPort("127.0.0.1", port), false, NONE)) {
        assertThat(gateway.text())
            .endsWith("/   (port %d is taken)\n".formatted(port))
            .doesNotContain(":" + port + "/");
      }
    }
  }

  @Test
  void address_that_was_given_is_the_only_one_tried() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      Config given = Config.of(Map.of("registry", "memory", "api_address", address), Map.of());

      assertThatThrownBy(
              () ->
                  RunGateway.open(
                      LiveConfig.fixed(given), new HostPort("127.0.0.1", 0), false, NONE))
          .hasMessage(
              "--api_address: \"%s\" (expected: an address of this machine that is free)"
                  .formatted(address));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MICRO_GATEWAY_CALLS, a whole number from 1 to 10000",
    "MICRO_GATEWAY_STREAMS, a whole number from 1 to 10000",
    "MICRO_GATEWAY_WATCHERS, a whole number from 1 to 10000",
    "MICRO_TRACE_UI, 'an http(s) URL with {id}, such as http://127.0.0.1:16686/trace/{id}'"
  })
  void malformed_setting_is_not_taken_for_a_taken_address(String variable, String expected) {
    Map<String, String> flags = Map.of("registry", "memory", "api_address", "127.0.0.1:0");
    LiveConfig live = LiveConfig.fixed(Config.of(flags, Map.of(variable, "0")));

    assertThatThrownBy(() -> RunGateway.open(live, new HostPort("127.0.0.1", 0), false, NONE))
        .hasMessage("%s: \"0\" (expected: %s)".formatted(variable, expected));
  }

  /** A run that has started nothing. */
  private static final class NoInstances implements InstanceControl {
    @Override
    public List<Started> instances() {
      return List.of();
    }

    @Override
    public void kill(String id) {}

    @Override
    public void restart(List<String> ids) {}

    @Override
    public void stop(List<String> ids) {}

    @Override
    public boolean scale(String program, int instances) {
      return false;
    }

    @Override
    public Optional<List<LogLine>> logs(String label, long after) {
      return Optional.empty();
    }
  }
}
