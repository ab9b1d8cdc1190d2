package shippy.registry.etcd;

import java.util.List;
import shippy.config.Config;
import shippy.registry.ClusterStatus;
import shippy.registry.HostPort;
import shippy.registry.Node;
import shippy.registry.etcd.client.EtcdOptions;
import shippy.registry.etcd.client.MemberSurvey;
import shippy.registry.etcd.format.EtcdKeys;

/**
 * Reads how an etcd cluster is, and names what a message about it needs. Each method that reads the
 * configuration throws {@link shippy.problem.ProblemException} if a setting is wrong. Stateless.
 */
public final class EtcdStatus {
  private EtcdStatus() {}

  /** Asks each member. Takes at most 2.5 s, and the time that this program needs to get ready. */
  public static ClusterStatus of(Config config) {
    return MemberSurvey.status(EtcdOptions.from(config)).join();
  }

  /** The addresses of members that the configuration names, at least one. */
  public static List<HostPort> addresses(Config config) {
    return EtcdOptions.from(config).members();
  }

  /** The key that a node stands under. */
  public static String key(Node node) {
    return EtcdKeys.text(node);
  }
}
