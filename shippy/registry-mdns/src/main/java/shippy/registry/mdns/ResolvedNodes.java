package shippy.registry.mdns;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import shippy.registry.Node;

/**
 * The nodes on the network, by instance label. If an id has two labels, the one seen last counts:
 * the owner came back under a new label and the old one has not expired. Not thread-safe.
 */
final class ResolvedNodes {
  /** More nodes of one service are a mistake or an attack. */
  static final int MAX_PER_SERVICE = 1000;

  private static final int MAX = 10 * MAX_PER_SERVICE;
  private static final BinaryOperator<Resolved> LATER =
      BinaryOperator.maxBy(Comparator.comparingLong(Resolved::order));

  private final Map<String, Resolved> byLabel = new HashMap<>();
  private long order;

  private record Resolved(Node node, long order, int session) {}

  /**
   * Adds or replaces the node of a label in a session; returns the node before. An {@link
   * IllegalArgumentException} says that there are too many.
   */
  @Nullable Node put(String label, Node node, int session) {
    Resolved old = byLabel.get(label);
    boolean grows = old == null || !old.node().service().equals(node.service());
    if (grows && (byLabel.size() >= MAX || full(node.service()))) {
      throw new IllegalArgumentException(
          "nodes of %s: more (expected: at most %d)".formatted(node.service(), MAX_PER_SERVICE));
    }
    byLabel.put(label, new Resolved(node, order++, session));
    return old == null ? null : old.node();
  }

  private boolean full(String service) {
    return byLabel.size() >= MAX_PER_SERVICE
        && byLabel.values().stream().filter(s -> s.node().service().equals(service)).count()
            >= MAX_PER_SERVICE;
  }

  boolean has(String label) {
    return byLabel.containsKey(label);
  }

  /** Removes a label and returns its node. */
  @Nullable Node remove(String label) {
    Resolved old = byLabel.remove(label);
    return old == null ? null : old.node();
  }

  /** Removes the nodes that no session from this one on has seen. */
  void removeBefore(int session) {
    byLabel.values().removeIf(resolved -> resolved.session() < session);
  }

  /** The nodes of a service, sorted by id, no id twice. */
  List<Node> nodes(String service) {
    Map<String, Resolved> byId = new TreeMap<>();
    for (Resolved resolved : byLabel.values()) {
      if (resolved.node().service().equals(service)) {
        byId.merge(resolved.node().id(), resolved, LATER);
      }
    }
    return byId.values().stream().map(Resolved::node).toList();
  }

  /** The names of the services that have a node, sorted. */
  List<String> services() {
    TreeSet<String> names = new TreeSet<>();
    byLabel.values().forEach(resolved -> names.add(resolved.node().service()));
    return List.copyOf(names);
  }
}
