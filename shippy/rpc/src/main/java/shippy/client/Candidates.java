package shippy.client;

import io.grpc.EquivalentAddressGroup;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
  private static final int MAX_REMEMBERED = 10_000;

  private final Map<List<SocketAddress>, MethodList> registered = new LinkedHashMap<>();
  private final Map<List<SocketAddress>, MethodList> connected = new LinkedHashMap<>();
  private final Set<String> everOffered = ConcurrentHashMap.newKeySet();

  /** Replaces the registered addresses; what two nodes at one address list counts together. */
  void registered(Collection<EquivalentAddressGroup> addresses) {
    registered.clear();
    for (EquivalentAddressGroup group : addresses) {
      MethodList known = group.getAttributes().get(MethodList.KEY);
      MethodList list = known == null ? MethodList.ANY : known;
      registered.merge(group.getAddresses(), list, MethodList::plus);
      if (everOffered.size() < MAX_REMEMBERED) {
        everOffered.addAll(list.endpoints());
      }
    }
    connected.replaceAll(registered::getOrDefault);
  }

  /** A connection is established. */
  void connected(List<SocketAddress> address) {
    connected.put(address, methods(address));
  }

  /** A connection has ended; true if its address is no longer a candidate. */
  boolean disconnected(List<SocketAddress> address) {
    return connected.remove(address) != null && !registered.containsKey(address);
  }

  /** The candidates: the registered ones first. */
  List<List<SocketAddress>> all() {
    Set<List<SocketAddress>> all = new LinkedHashSet<>(registered.keySet());
    all.addAll(connected.keySet());
    return new ArrayList<>(all);
  }

  /** What is offered at that address, as the registry last said. */
  MethodList methods(List<SocketAddress> address) {
    return registered.getOrDefault(address, connected.getOrDefault(address, MethodList.ANY));
  }

  /** Whether a node has ever offered it, though it may be gone; for any thread. */
  boolean everOffered(String endpoint) {
    return everOffered.contains(endpoint);
  }

  /** What all candidates offer together. */
  MethodList methods() {
    return all().stream().map(this::methods).reduce(MethodList::plus).orElse(MethodList.ANY);
  }
}
