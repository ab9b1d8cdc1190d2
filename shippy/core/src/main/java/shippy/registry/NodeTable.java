package shippy.registry;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The nodes of one service by the keys they stand under, for registries that have keys. Holds at
 * most {@link #MAX_KEYS} and {@link #MAX_BYTES}, whatever a registry says. Not safe for threads.
 */
public final class NodeTable {
  public static final int MAX_KEYS = 1_000;

  /** Of all values together, as the registry has them. */
  public static final long MAX_BYTES = 64L * 1024 * 1024;

  private final String service;
  private final Consumer<String> leftOut;
  private final Map<String, Change> entries = new TreeMap<>();
  private long bytes;

  /**
   * The nodes under a key from now on; empty if the key was deleted or its value cannot be used.
   *
   * @param bytes the size of the value that they were read from
   */
  public record Change(String key, List<Node> nodes, int bytes) {
    public Change {
      requireNonNull(key, "key");
      nodes = List.copyOf(nodes);
    }

    /** Nodes that no value holds. */
    public Change(String key, List<Node> nodes) {
      this(key, nodes, 0);
    }
  }

  /**
   * An empty table of a service. Keys beyond the limits go to {@code leftOut}, and the id of the
   * first node that {@link #nodes} leaves out.
   */
  public NodeTable(String service, Consumer<String> leftOut) {
    this.service = requireNonNull(service, "service");
    this.leftOut = requireNonNull(leftOut, "leftOut");
  }

  /** Applies a change. Idempotent. */
  public void apply(Change change) {
    Change before = entries.remove(change.key());
    bytes -= before == null ? 0 : before.bytes();
    if (change.nodes().isEmpty()) {
      return;
    }
    if (entries.size() < MAX_KEYS && bytes + change.bytes() <= MAX_BYTES) {
      entries.put(change.key(), change);
      bytes += change.bytes();
    } else {
      leftOut.accept(change.key());
    }
  }

  /**
   * At most {@link #MAX_KEYS}, sorted by id; of two with the same id that of the later key. Nodes
   * of the service's exact name hide those of another spelling that a registry keeps at the same
   * place.
   */
  public List<Node> nodes() {
    Map<String, Node> byId = new TreeMap<>();
    entries.values().forEach(entry -> entry.nodes().forEach(node -> byId.put(node.id(), node)));
    boolean exact = byId.values().stream().anyMatch(this::isExact);
    List<Node> all = byId.values().stream().filter(n -> !exact || isExact(n)).toList();
    if (all.size() <= MAX_KEYS) {
      return all;
    }
    leftOut.accept(all.get(MAX_KEYS).id());
    return all.subList(0, MAX_KEYS);
  }

  private boolean isExact(Node node) {
    return node.service().equals(service);
  }
}
