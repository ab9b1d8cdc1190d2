package shippy.doctor;

import java.util.HashMap;
import java.util.Map;
import shippy.config.Config;
import shippy.platform.Platform;

/** The checks of a program that uses etcd. */
final class EtcdRows {
  private EtcdRows() {}

  static Config config(String address, String... pairs) {
    Map<String, String> flags = new HashMap<>();
    flags.put("registry", "etcd");
    flags.put("registry_address", address);
    for (int i = 0; i < pairs.length; i += 2) {
      flags.put(pairs[i], pairs[i + 1]);
    }
    return Config.of(flags, Map.of());
  }

  static Rows members(Config config) {
    try (Platform platform = Platform.open(config)) {
      return Rows.of(new EtcdCheck(config, RegisteredNodes.in(platform, Runnable::run)));
    }
  }

  static Rows registry(Config config) {
    try (Platform platform = Platform.open(config)) {
      return Rows.of(new RegistryCheck("etcd", RegisteredNodes.in(platform, Runnable::run)));
    }
  }

  static Rows services(Config config) {
    try (Platform platform = Platform.open(config)) {
      RegisteredNodes registered = RegisteredNodes.in(platform, Runnable::run);
      return Rows.of(new ServicesCheck(platform, registered));
    }
  }

  /** The version of the row is the one that the machine has, end-of-life or not. */
  static String line(String address) {
    return "(PASS|WARN) etcd: "
        + address
        + ": etcd 3\\.\\d+\\.\\d+, id [0-9a-f]+(, leads)?(, end-of-life.*)?";
  }
}
