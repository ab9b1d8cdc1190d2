package shippy.tool.registry;

import java.util.List;
import shippy.registry.Node;

/** What people call an instance. Stateless. */
public final class NodeNames {
  private NodeNames() {}

  /** Its id; if that is made of the service's name, also without that and as tables shorten it. */
  public static List<String> of(Node node) {
    String id = node.id();
    String prefix = node.service() + "-";
    if (!id.startsWith(prefix)) {
      return List.of(id);
    }
    String own = id.substring(prefix.length());
    String word = node.service().substring(node.service().lastIndexOf('.') + 1);
    return List.of(id, own, word + "-" + own);
  }
}
