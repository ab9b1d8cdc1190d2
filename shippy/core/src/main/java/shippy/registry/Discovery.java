package shippy.registry;

import java.util.List;
import java.util.function.Consumer;

/** Finds nodes by the name of their service. Implementations are safe for any thread. */
public interface Discovery {
  /**
   * Keeps the listener informed of one service: the full set as soon as it is known, then the full
   * set after each change, {@link Snapshot.Unavailable} when the registry stops answering. Equal
   * sets are not repeated. A registry that has to ask around (mDNS) reports the first node as soon
   * as it is seen, and an empty set once it has looked for its lookup time.
   *
   * <p>Never blocks. Calls to one listener come one after the other, on a thread of the registry
   * that the listener should not block; one that is slower than the changes is told the last of
   * them. What the listener throws is logged and harms nobody else.
   *
   * @return ends the watch without waiting: a call that has begun may still run, none follows it
   */
  Watch watch(String service, Consumer<Snapshot> listener);

  /** A running watch. Closing it twice is harmless. */
  @FunctionalInterface
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * The nodes of a service, sorted by id; empty if there are none. Blocks up to a few seconds.
   *
   * @throws RegistryException if the registry did not answer in time
   */
  List<Node> nodes(String service);

  /**
   * The names of all services that have a node, sorted, none twice. Blocks up to a few seconds.
   *
   * @throws RegistryException if the registry did not answer in time; with code {@code USAGE} if it
   *     cannot list them
   */
  List<String> services();

  /** Whether it can list {@link #services}; else it finds only what is named. */
  default boolean canList() {
    return true;
  }

  /**
   * A hint that what is known of a service seems old, since a connection to it has failed. A
   * registry that is told of changes does nothing; one that asks again after a while asks sooner.
   * Never blocks; may be called often.
   */
  default void refresh(String service) {}
}
