package shippy.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.registry.InMemoryRegistry;
import shippy.registry.Node;

class ServerPortCheckTest {
  private final InMemoryRegistry registry = new InMemoryRegistry(Clock.system());

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void free_port_passes() {
    assertThat(look("127.0.0.1:0").line()).isEqualTo("PASS port: 127.0.0.1:0: any free port");
    assertThat(look(":0").line()).isEqualTo("PASS port: 0.0.0.0:0: any free port");
  }

  @Test
  void taken_port_fails_with_its_owner_and_passes_after_its_fix() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + socket.getLocalPort();
      Rows rows = look(address);
      assertThat(rows.line())
          .isEqualTo(
              "FAIL port: a service cannot listen on %s: in use by java (pid %d)"
                  .formatted(address, ProcessHandle.current().pid()));
      assertThat(rows.fix()).isEqualTo("--server_address=127.0.0.1:0");
      assertThat(look(rows.fix().replaceFirst(".*=", "")).pass()).isTrue();
    }
  }

  @Test
  void service_that_runs_where_it_should_is_no_obstacle() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + socket.getLocalPort();
      registry.register(Node.of("test.service.vessel", "v-1", address), Duration.ofHours(1));
      assertThat(look(address).line())
          .isEqualTo("PASS port: %s: in use by test.service.vessel".formatted(address));
    }
  }

  @Test
  void foreign_address_fails() {
    Rows rows = look("192.0.2.1:0");
    assertThat(rows.line()).startsWith("FAIL port: a service cannot listen on 192.0.2.1:0: ");
    assertThat(look(rows.fix().replaceFirst(".*=", "")).pass()).isTrue();
  }

  private Rows look(String address) {
    Config config = Config.of(Map.of("server_address", address, "registry", "memory"), Map.of());
    try (Platform platform = Platform.on(registry, config)) {
      return Rows.of(new ServerPortCheck(config, RegisteredNodes.in(platform, Runnable::run)));
    }
  }
}
