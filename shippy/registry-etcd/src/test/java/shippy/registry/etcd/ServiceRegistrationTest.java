package shippy.registry.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.services.ChannelzService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import shippy.client.Client;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.service.RunningService;
import shippy.service.Service;
import shippy.testkit.etcd.EtcdExtension;

/** What operators and health checks learn of a service's registration while etcd comes and goes. */
@Tag("etcd")
class ServiceRegistrationTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration BACK = Duration.ofSeconds(3);

  @RegisterExtension static final EtcdExtension etcd = EtcdExtension.nodes(1);

  private final String name = TestService.uniqueName();
  private final String node = name + "-1";
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Level level = root.getLevel();

  @BeforeEach
  void listen() {
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    root.addAppender(log);
    level = root.getLevel();
    root.setLevel(Level.INFO);
  }

  @AfterEach
  void stop_listening() {
    root.detachAppender(log);
    root.setLevel(level);
  }

  @Test
  void changes_of_the_registration_are_logged_once_and_told_as_its_health() {
    Config config =
        Config.of(
            Map.of(
                "registry", "etcd",
                "registry_address", etcd.endpoints(),
                "register_ttl", "3s",
                "register_interval", "1s",
                "server_id", "1"),
            Map.of());
    try (Platform platform = Platform.open(config);
        Client client = Client.of(platform);
        RunningService service =
            Service.named(name)
                .handler(ChannelzService.newInstance(1))
                .grace(Duration.ZERO)
                .start(platform)) {
      HealthGrpc.HealthBlockingStub health =
          HealthGrpc.newBlockingStub(client.direct(service.address()));
      expect(health, ServingStatus.SERVING);
      eventually(SOON, () -> assertThat(lines()).hasSize(2));
      etcd.kill(0);
      expect(health, ServingStatus.NOT_SERVING);
      etcd.restart(0);
      eventually(BACK, () -> assertThat(lines()).hasSize(5));
      expect(health, ServingStatus.SERVING);
    }
    List<String> lines = lines();
    assertThat(lines.get(0)).isEqualTo("Registry [etcd] Registering node: " + node);
    assertThat(lines.get(1)).isEqualTo("Registry [etcd] Registered node: " + node);
    assertThat(lines.get(2))
        .startsWith("Registry [etcd] cannot register %s, retrying: ".formatted(node));
    assertThat(lines.get(3))
        .matches(
            "Registry \\[etcd] lost %s, not renewed for [3-6] s, retrying: .+".formatted(node));
    assertThat(lines.get(4)).isEqualTo("Registry [etcd] is back: %s is registered".formatted(node));
    assertThat(lines.get(5)).isEqualTo("Deregistering node: " + node);
    assertThat(lines).hasSize(6);
  }

  /** The calls go on whatever becomes of the registration. */
  private static void expect(HealthGrpc.HealthBlockingStub health, ServingStatus registration) {
    eventually(
        SOON, () -> assertThat(status(health, RunningService.REGISTRY)).isEqualTo(registration));
    assertThat(status(health, "")).isEqualTo(ServingStatus.SERVING);
  }

  private static ServingStatus status(HealthGrpc.HealthBlockingStub health, String name) {
    return health.check(HealthCheckRequest.newBuilder().setService(name).build()).getStatus();
  }

  /** Those about the node, without etcd's own "Putting back". */
  private List<String> lines() {
    return log.list.stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.contains(node) && !line.contains("Putting back"))
        .toList();
  }
}
