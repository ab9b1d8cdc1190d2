package shippy.client;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The addresses a client routes to, by Envoy's rule: the registry says which instances exist, a
 * connection says that an instance is alive. A registered instance is a candidate; one that is no
 * longer registered stays a candidate while a connection to it holds. Each candidate is a list,
 * because a host name may have several addresses, which are tried in turn. Not safe for threads.
 *
 * @see <a
 *     href="https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/service_discovery">
 *     Envoy, on eventually consistent service discovery</a>
 */
final class Candidates {
  private final Set<List<SocketAddress>> registered = new LinkedHashSet<>();
  private final Set<List<SocketAddress>> connected = new LinkedHashSet<>();

  /** Replaces the registered addresses. */
  void registered(Collection<List<SocketAddress>> addresses) {
    registered.clear();
    registered.addAll(addresses);
  }

  /** A connection is established. */
  void connected(List<SocketAddress> address) {
    connected.add(address);
  }

  /** A connection has ended; true if its address is no longer a candidate. */
  boolean disconnected(List<SocketAddress> address) {
    return connected.remove(address) && !registered.contains(address);
  }

  /** The candidates: the registered ones first. */
  List<List<SocketAddress>> all() {
    Set<List<SocketAddress>> all = new LinkedHashSet<>(registered);
    all.addAll(connected);
    return new ArrayList<>(all);
  }
}
