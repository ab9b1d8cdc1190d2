package shippy.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;
import shippy.registry.InMemoryRegistry;
import shippy.registry.Node;

class HealthProbeTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Platform platform =
      Platform.on(new InMemoryRegistry(Clock.system()), Config.of(Map.of(), Map.of()));
  private final Client client = Client.of(platform);

  @AfterEach
  void close() {
    Thread.interrupted();
    client.close();
    platform.close();
  }

  @Test
  void instance_says_itself_how_it_is() throws IOException {
    HealthStatusManager health = new HealthStatusManager();
    Server server =
        platform.server(anyPort()).addService(health.getHealthService()).build().start();
    platform.own(server::shutdownNow);
    assertThat(ask(server.getPort(), LONG))
        .isEqualTo(new HealthProbe.Reported(ServingStatus.SERVING));
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.NOT_SERVING);
    HealthProbe.Result sick = ask(server.getPort(), LONG);
    assertThat(sick).isEqualTo(new HealthProbe.Reported(ServingStatus.NOT_SERVING));
    assertThat(sick.usable()).isFalse();
  }

  @Test
  void instance_without_health_service_can_be_called() throws IOException {
    Server server = platform.server(anyPort()).build().start();
    platform.own(server::shutdownNow);
    HealthProbe.Result result = ask(server.getPort(), LONG);
    assertThat(result).isEqualTo(new HealthProbe.Unimplemented());
    assertThat(result.usable()).isTrue();
  }

  @Test
  void limit_ends_the_wait_for_a_silent_instance() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertFailed(
          ask(silent.getLocalPort(), Duration.ofMillis(300)), Status.Code.DEADLINE_EXCEEDED);
    }
  }

  @Test
  void nobody_at_the_address_is_a_failure() {
    assertFailed(ask(1, LONG), Status.Code.UNAVAILABLE);
  }

  @Test
  void interrupt_ends_the_wait_and_is_kept() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> ask(silent.getLocalPort(), LONG))
          .satisfies(e -> assertThat(e.problem().code()).isEqualTo(ExitCode.INTERRUPTED))
          .withMessage("interrupted while asking x-1");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static void assertFailed(HealthProbe.Result result, Status.Code code) {
    assertThat(result)
        .isInstanceOfSatisfying(
            HealthProbe.Failed.class,
            failed -> assertThat(failed.status().getCode()).isEqualTo(code));
    assertThat(result.usable()).isFalse();
  }

  private HealthProbe.Result ask(int port, Duration limit) {
    Node node = Node.of("x", "x-1", "127.0.0.1:" + port);
    return HealthProbe.send(node, client.direct(node), limit).await();
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
