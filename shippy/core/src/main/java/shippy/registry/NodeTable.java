package shippy.registry;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The nodes of one service by the keys they stand under, for registries that have keys. Holds at
 * most {@link #MAX_KEYS}, whatever a registry says. Not safe for threads.
 */
public final class NodeTable {
  public static final int MAX_KEYS = 1_000;

  private final Consumer<String> leftOut;
  private final Map<String, List<Node>> nodes = new TreeMap<>();

  /**
   * The nodes under a key from now on; empty if the key was deleted or its value cannot be used.
   */
  public record Change(String key, List<Node> nodes) {
    public Change {
      requireNonNull(key, "key");
      nodes = List.copyOf(nodes);
    }
  }

  /** An empty table. Keys beyond the limit go to {@code leftOut}. */
  public NodeTable(Consumer<String> leftOut) {
    this.leftOut = requireNonNull(leftOut, "leftOut");
  }

  /** Applies a change. Idempotent. */
  public void apply(Change change) {
    if (change.nodes().isEmpty()) {
      nodes.remove(change.key());
    } else if (nodes.size() < MAX_KEYS || nodes.containsKey(change.key())) {
      nodes.put(change.key(), change.nodes());
    } else {
      leftOut.accept(change.key());
    }
  }

  /** At most {@link #MAX_KEYS}, sorted by id; of two with the same id that of the later key. */
  public List<Node> nodes() {
    Map<String, Node> byId = new TreeMap<>();
    nodes.values().forEach(list -> list.forEach(node -> byId.put(node.id(), node)));
    return byId.values().stream().limit(MAX_KEYS).toList();
  }
}
