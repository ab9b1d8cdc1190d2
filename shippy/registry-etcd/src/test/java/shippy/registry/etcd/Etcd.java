package shippy.registry.etcd;

import java.util.Map;
import shippy.clock.Clock;
import shippy.config.Config;

/** Opens registries for tests. */
final class Etcd {
  private Etcd() {}

  static EtcdRegistry open(String address) {
    return open(Map.of("registry_address", address), Map.of());
  }

  static EtcdRegistry open(Map<String, String> flags, Map<String, String> env) {
    return EtcdRegistry.open(Config.of(flags, env), Clock.system());
  }
}
