package shippy.doctor;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import shippy.config.Config;
import shippy.config.Settings;
import shippy.problem.Problem;
import shippy.registry.HostPort;
import shippy.registry.Node;
import shippy.registry.etcd.EtcdStatus;

/** What helps against instances that are registered and no use. */
record InstanceFixes(Config config) {
  static final Problem.Fix NOT_SERVING =
      new Problem.Fix("read its log", "it serves again when what it complains of has passed");
  static final Problem.Fix SILENT =
      new Problem.Fix("restart it", "its port is open, but it hangs or is no gRPC service");

  static final Problem.Fix UNCALLABLE =
      new Problem.Fix("--server_advertise=HOST:PORT", "register what others can call");

  /** A name that a shell takes as it is: it comes from the registry, the command is for copying. */
  private static final Pattern PLAIN = Pattern.compile("[\\w./:-]+");

  /** The owner is dead and nobody has said so. */
  Problem.Fix stale(Node node) {
    String key = EtcdStatus.key(node);
    if (config.get(Settings.REGISTRY).equals("etcd") && PLAIN.matcher(key).matches()) {
      String endpoints =
          EtcdStatus.addresses(config).stream()
              .map(HostPort::toString)
              .collect(Collectors.joining(","));
      return new Problem.Fix(
          "etcdctl --endpoints=%s del %s".formatted(endpoints, key),
          "if it is not gone by itself in %s (register_ttl)".formatted(ttl()));
    }
    return new Problem.Fix(
        "wait 20 s", "the records of a dead instance are gone then; else restart it");
  }

  private String ttl() {
    return config.get(Settings.REGISTER_TTL).toSeconds() + " s";
  }
}
