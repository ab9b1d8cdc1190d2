package shippy.registry.etcd;

import java.util.List;
import shippy.config.Config;
import shippy.registry.ClusterStatus;
import shippy.registry.HostPort;
import shippy.registry.Node;
import shippy.registry.etcd.client.EtcdOptions;
import shippy.registry.etcd.client.MemberSurvey;
import shippy.registry.etcd.format.KeyLayout;

/**
 * Reads the status of an etcd cluster, and its addresses and keys for messages. Each method that
 * reads the configuration throws {@link shippy.problem.ProblemException} if a setting is wrong.
 * Stateless.
 */
public final class EtcdStatus {
  private EtcdStatus() {}

  /** Asks each member. Takes at most 2.5 s and the time that this program needs to get ready. */
  public static ClusterStatus of(Config config) {
    return MemberSurvey.status(EtcdOptions.from(config)).join();
  }

  /** The configured addresses of members, at least one. */
  public static List<HostPort> addresses(Config config) {
    return EtcdOptions.from(config).members();
  }

  /** The key of a node. */
  public static String key(Node node, Config config) {
    return KeyLayout.of(config).key(node);
  }
}
