package shippy.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.service.RunningService;
import shippy.service.Service;
import shippy.testkit.etcd.EtcdExtension;

@Tag("etcd")
class ServicesCheckTest {
  private static final String NAME = "test.service.vessel";
  private static final Duration TTL = Duration.ofMinutes(10);
  private static final Node STALE = Node.of(NAME, NAME + "-stale", "127.0.0.1:1");

  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1);

  @Test
  void empty_registry_warns_and_has_no_rows_for_services() {
    Rows rows = EtcdRows.registry(config());
    assertThat(rows.line())
        .isEqualTo(
            "WARN registry: etcd at %s: no service is registered".formatted(etcd.endpoints()));
    assertThat(rows.fix()).isEqualTo("shippy run");
    assertThat(EtcdRows.services(config()).all()).isEmpty();
  }

  @Test
  void stale_node_fails_and_is_gone_after_its_fix() {
    try (Registry registry = Registry.open(config())) {
      registry.register(STALE, TTL);
      Rows rows = EtcdRows.services(config());
      assertThat(rows.line())
          .isEqualTo("FAIL stale: %s at 127.0.0.1:1: connection refused".formatted(STALE.id()));
      String[] words = rows.fix().split(" ", -1);
      assertThat(words)
          .containsExactly(
              "etcdctl",
              "--endpoints=" + etcd.endpoints(),
              "del",
              "/micro/registry/%s/%s".formatted(NAME, STALE.id()));
      etcd.etcdctl(Arrays.copyOfRange(words, 2, words.length));
      assertThat(EtcdRows.services(config()).all()).isEmpty();
    }
  }

  @Test
  void stale_node_beside_one_that_serves_only_warns() {
    try (Platform platform = Platform.open(config("server_id", "good"));
        RunningService running = serve(platform)) {
      assertThat(running.ready()).isCompleted();
      assertThat(EtcdRows.services(config()).line())
          .isEqualTo("PASS service: %s: 1 of 1 serving".formatted(NAME));
      assertThat(EtcdRows.registry(config()).line()).endsWith(": 1 service, 1 instance");
      platform.registry().register(STALE, TTL);
      assertThat(EtcdRows.services(config()).lines())
          .containsExactly(
              "PASS service: %s: 1 of 2 serving".formatted(NAME),
              "WARN stale: %s at 127.0.0.1:1: connection refused; others serve"
                  .formatted(STALE.id()));
    }
  }

  @Test
  void port_that_is_open_and_silent_fails_within_two_seconds() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Registry registry = Registry.open(config())) {
      String address = "127.0.0.1:" + silent.getLocalPort();
      registry.register(Node.of(NAME, NAME + "-silent", address), TTL);
      Rows rows = EtcdRows.services(config());
      assertThat(rows.line())
          .isEqualTo("FAIL service: %s-silent at %s: no answer".formatted(NAME, address));
      assertThat(rows.fix()).isEqualTo("restart it");
    }
  }

  @Test
  void instance_that_says_so_does_not_serve_and_one_without_health_service_is_alive()
      throws IOException {
    HealthStatusManager health = new HealthStatusManager();
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.NOT_SERVING);
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (Platform platform = Platform.open(config())) {
      Server sick = platform.server(any).addService(health.getHealthService()).build().start();
      platform.own(sick::shutdownNow);
      Server mute = platform.server(any).build().start();
      platform.own(mute::shutdownNow);
      platform.registry().register(node("sick", sick), TTL);
      Rows rows = EtcdRows.services(config());
      assertThat(rows.line())
          .isEqualTo(
              "FAIL service: sick at 127.0.0.1:%d: says NOT_SERVING".formatted(sick.getPort()));
      assertThat(rows.fix()).isEqualTo("read its log");
      health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.SERVING);
      platform.registry().register(node("mute", mute), TTL);
      assertThat(EtcdRows.services(config()).line())
          .isEqualTo("PASS service: %s: 2 of 2 serving".formatted(NAME));
    }
  }

  private static Node node(String id, Server server) {
    return Node.of(NAME, id, "127.0.0.1:" + server.getPort());
  }

  @Test
  void name_that_a_shell_would_take_apart_is_in_no_command() {
    Config config = config();
    Node evil = Node.of(NAME, "x;reboot", "127.0.0.1:1");
    assertThat(ServicesCheck.staleFix(evil, config).command()).isEqualTo("wait 20 s");
    Config mdns = Config.of(Map.of("registry", "mdns"), Map.of());
    assertThat(ServicesCheck.staleFix(STALE, mdns).command()).isEqualTo("wait 20 s");
  }

  private static RunningService serve(Platform platform) {
    RunningService running =
        Service.named(NAME)
            .handler(new HealthStatusManager().getHealthService())
            .grace(Duration.ZERO)
            .start(platform);
    running.ready().orTimeout(20, TimeUnit.SECONDS).join();
    return running;
  }

  private static Config config(String... pairs) {
    return EtcdRows.config(etcd.endpoints(), pairs);
  }
}
