package shippy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.problem.ProblemException;
import shippy.registry.HostPort;
import shippy.registry.InMemoryRegistry;

@Isolated // a port that is free for a moment is not for another test to take
class GatewayTest {
  private final InMemoryRegistry registry = new InMemoryRegistry(Clock.system());
  private final Platform platform = Platform.on(registry, Config.of(Map.of(), Map.of()));

  @Test
  void address_that_is_taken_is_named() {
    try (platform;
        Gateway first = Gateway.start(platform, at("127.0.0.1", 0))) {
      assertThatThrownBy(() -> Gateway.start(platform, at("127.0.0.1", first.address().port())))
          .isInstanceOf(ProblemException.class)
          .hasMessageStartingWith(
              "address: %s (expected: one of this machine that is free)"
                  .formatted(first.address()));
      assertThatThrownBy(() -> Gateway.start(platform, at("192.0.2.1", 0)))
          .isInstanceOf(ProblemException.class)
          .hasMessageStartingWith("address: 192.0.2.1:0 (expected: one of this machine");
      assertThatThrownBy(() -> Gateway.start(platform, at("no.such.host.invalid", 0)))
          .isInstanceOf(ProblemException.class)
          .hasMessageStartingWith("address: no.such.host.invalid:0");
    }
  }

  @RepeatedTest(20) // most times the port was free a moment later
  void close_may_be_repeated_and_frees_the_port() {
    try (platform) {
      Gateway gateway = Gateway.start(platform, at("127.0.0.1", 0));
      int port = gateway.address().port();
      gateway.close();
      gateway.close();
      assertThatThrownBy(() -> new RawConnection(port)).isInstanceOf(ConnectException.class);
      Gateway.start(platform, at("127.0.0.1", port)).close();
    }
  }

  @Test
  void url_is_one_that_a_browser_here_can_open() {
    try (platform;
        Gateway everywhere = Gateway.start(platform, at("0.0.0.0", 0));
        Gateway here = Gateway.start(platform, at("127.0.0.1", 0))) {
      assertThat(everywhere.url()).isEqualTo("http://127.0.0.1:%d/".formatted(port(everywhere)));
      assertThat(here.url()).isEqualTo("http://127.0.0.1:%d/".formatted(port(here)));
    }
  }

  @Test
  void malformed_setting_is_refused_at_the_start() {
    Config config = Config.of(Map.of(), Map.of("MICRO_GATEWAY_CALLS", "0"));
    try (Platform malformed = Platform.on(registry, config)) {
      assertThatThrownBy(() -> Gateway.start(malformed, at("127.0.0.1", 0)))
          .isInstanceOf(ProblemException.class)
          .hasMessage("MICRO_GATEWAY_CALLS: \"0\" (expected: a whole number from 1 to 10000)");
    }
  }

  private static int port(Gateway gateway) {
    return gateway.address().port();
  }

  private static GatewayOptions at(String host, int port) {
    return GatewayOptions.at(new HostPort(host, port), false, GatewayFixture.START);
  }
}
