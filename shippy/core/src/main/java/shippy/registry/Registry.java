package shippy.registry;

import java.util.Optional;
import shippy.config.Config;
import shippy.problem.Problem;

/**
 * A connection to a registry: both sides of it, for programs that own the connection. Opening does
 * no I/O beyond local sockets; using it after {@link #close} is an {@link IllegalStateException}.
 */
public interface Registry extends Registrar, Discovery, AutoCloseable {
  /**
   * The kind, as in {@code --registry}: {@code mdns}, {@code etcd}, {@code kubernetes}, {@code
   * dns}, {@code memory}.
   */
  String kind();

  /** The addresses of its servers or of its network interface, for messages. */
  String location();

  /**
   * Whether services register themselves. If not, something else decides who is visible, such as
   * the readiness of pods, and registering does nothing.
   */
  default boolean takesRegistrations() {
    return true;
  }

  /**
   * What to tell whose calls reach no node, where nodes are on a network that this program may not
   * be on; empty if there is no such network.
   */
  default Optional<Problem> unreachableNodes() {
    return Optional.empty();
  }

  /**
   * The state of its servers; empty for a registry without servers. Blocks up to a few seconds.
   *
   * @throws shippy.problem.ProblemException if a setting is wrong
   */
  default Optional<ClusterStatus> clusterStatus() {
    return Optional.empty();
  }

  /** Closes the connection; registrations are left to their ttl. Idempotent. */
  @Override
  void close();

  /**
   * Opens the registry that the configuration names.
   *
   * @throws shippy.problem.ProblemException if the name or a setting of it is wrong; the message
   *     says where the value came from
   */
  static Registry open(Config config) {
    return RegistryProviders.find(config).open(config);
  }

  /**
   * Refuses a configuration that names a registry which is not there; opens none.
   *
   * @throws shippy.problem.ProblemException as {@link #open} does
   */
  static void requireKind(Config config) {
    var unused = RegistryProviders.find(config);
  }
}
