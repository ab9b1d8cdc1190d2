package shippy.registry.etcd;

import io.grpc.ServerServiceDefinition;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.service.RunningService;
import shippy.service.Service;

/**
 * A service that serves nothing and keeps itself registered in etcd: in this process, or as one of
 * its own, which can be killed.
 */
final class TestService implements AutoCloseable {
  private final Registry registry;
  private final Platform platform;
  private final RunningService service;

  private TestService(Map<String, String> flags) {
    Config config = Config.of(flags, Map.of());
    registry = new EtcdRegistry(config, Clock.system());
    platform = Platform.on(registry, config);
    service = named(uniqueName()).grace(Duration.ZERO).start(platform);
  }

  /** Registers at these addresses, for 15 s every 5 s. */
  static TestService start(String endpoints) {
    return new TestService(Map.of("registry_address", endpoints));
  }

  /** The same, for 3 s every second. */
  static TestService shortLease(String endpoints) {
    return new TestService(
        Map.of("registry_address", endpoints, "register_ttl", "3s", "register_interval", "1s"));
  }

  /** A name that no other test uses. */
  static String uniqueName() {
    return "faulty." + UUID.randomUUID().toString().substring(0, 8);
  }

  public static void main(String... args) {
    named("faulty").run(args);
  }

  String name() {
    return node().service();
  }

  Node node() {
    return service.node();
  }

  String id() {
    return node().id();
  }

  @Override
  public void close() {
    service.close();
    platform.close();
    registry.close();
  }

  private static Service named(String name) {
    return Service.named(name).handler(() -> ServerServiceDefinition.builder("nothing").build());
  }
}
