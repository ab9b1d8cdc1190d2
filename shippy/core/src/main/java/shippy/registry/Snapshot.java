package shippy.registry;

import java.util.Comparator;
import java.util.List;

/** What a registry knows of one service at one moment: the whole set, or that it cannot tell. */
public sealed interface Snapshot {
  /**
   * The complete set, possibly empty.
   *
   * @param nodes sorted by id, no id twice
   */
  record Nodes(List<Node> nodes) implements Snapshot {
    public Nodes {
      nodes = nodes.stream().sorted(Comparator.comparing(Node::id)).toList();
    }
  }

  /**
   * The registry does not answer. The set before this stays the best knowledge and may be used on.
   *
   * @param cause why
   */
  record Unavailable(RegistryException cause) implements Snapshot {}
}
