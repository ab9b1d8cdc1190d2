package shippy.registry.etcd;

import java.util.Map;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.testkit.etcd.EtcdExtension;

/** Opens registries for tests, and looks into etcd. */
final class EtcdRegistries {
  private EtcdRegistries() {}

  static EtcdRegistry open(String address) {
    return open(Map.of("registry_address", address), Map.of());
  }

  static EtcdRegistry open(Map<String, String> flags, Map<String, String> env) {
    return new EtcdRegistry(Config.of(flags, env), Clock.system());
  }

  /** The id of the lease that the key is bound to, 0 if to none. */
  static String lease(EtcdExtension etcd, String key) {
    return etcd.etcdctl("get", key, "-w", "fields")
        .lines()
        .filter(line -> line.startsWith("\"Lease\""))
        .map(line -> Long.toHexString(Long.parseLong(line.replaceAll("\\D", ""))))
        .findFirst()
        .orElseThrow();
  }
}
