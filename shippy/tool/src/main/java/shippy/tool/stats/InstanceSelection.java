package shippy.tool.stats;

import java.util.List;
import shippy.client.ServiceNotFound;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.ShortServiceName;

/**
 * The instances a command is about.
 *
 * @param service the name of their service; empty for all services
 */
record InstanceSelection(Registry registry, String service) {
  /** The instances, sorted by service and id; none if no service is registered. */
  List<Node> nodes() {
    return service.isEmpty()
        ? registry.services().stream().flatMap(name -> registry.nodes(name).stream()).toList()
        : registry.nodes(service);
  }

  /**
   * The same, but a service that was named, perhaps by a short name, must have an instance.
   *
   * @throws shippy.problem.ProblemException that says what was looked for and what there is
   */
  static List<Node> required(Registry registry, String typed) {
    return typed.isEmpty()
        ? new InstanceSelection(registry, "").nodes()
        : new ShortServiceName(typed)
            .resolve(registry, name -> new InstanceSelection(registry, name).required());
  }

  private List<Node> required() {
    ServiceNotFound absence = new ServiceNotFound(service, registry);
    List<Node> nodes = nodes();
    if (nodes.isEmpty()) {
      throw absence.problem();
    }
    return nodes;
  }
}
