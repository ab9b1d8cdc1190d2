package shippy.client;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The addresses a client routes to, by Envoy's rule: the registry tells who there is, the
 * connection tells who lives. Whoever is registered is a candidate; whoever no longer is stays one
 * for as long as the connection to it holds. Each is a list: a host name may stand for several
 * addresses, which are tried in turn. Not safe for threads.
 *
 * @see <a
 *     href="https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/service_discovery">
 *     Envoy, on eventually consistent service discovery</a>
 */
final class Candidates {
  private final Set<List<SocketAddress>> registered = new LinkedHashSet<>();
  private final Set<List<SocketAddress>> connected = new LinkedHashSet<>();

  /** What the registry knows now. */
  void registered(Collection<List<SocketAddress>> addresses) {
    registered.clear();
    registered.addAll(addresses);
  }

  /** A connection stands. */
  void connected(List<SocketAddress> address) {
    connected.add(address);
  }

  /** A connection ended; true if that leaves one candidate less. */
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
