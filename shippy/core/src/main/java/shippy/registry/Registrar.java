package shippy.registry;

import java.time.Duration;

/** Makes nodes visible. Implementations are safe for any thread. */
public interface Registrar {
  /**
   * Makes the node visible for at least {@code ttl}, replacing one of the same service and id. Call
   * it again before the ttl has passed to renew: each call also checks that the registry really
   * holds this node and puts it back if it was lost. Blocks up to a few seconds; idempotent.
   *
   * @param ttl how long the node stays visible when its owner dies; a registry may round it
   * @throws RegistryException if the registry did not accept it in time
   */
  void register(Node node, Duration ttl);

  /**
   * Makes the node invisible. Harmless if it is not registered. Blocks up to a few seconds.
   *
   * @throws RegistryException if the registry did not answer in time; the node then vanishes after
   *     its ttl
   */
  void deregister(Node node);
}
