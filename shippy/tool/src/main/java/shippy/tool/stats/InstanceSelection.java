package shippy.tool.stats;

import java.util.List;
import java.util.function.Predicate;
import shippy.client.ServiceNotFound;
import shippy.console.ShortId;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.ShortServiceName;
import shippy.tool.registry.NodeNames;

/**
 * The instances a command is about.
 *
 * @param service the full name of their service; empty for all services
 * @param wanted those of its instances
 * @param now the instances at first, sorted by service and id
 */
public record InstanceSelection(
    Registry registry, String service, Predicate<Node> wanted, List<Node> now) {
  /** Describes what is typed. */
  public static final String ARGUMENT =
      "A service, or its end: vessel; or the id of an instance, such as vessel-1a2b (all).";

  /**
   * The instances that are meant: all, those of a service, or one by its id or the label that
   * tables show. A service that was named must have an instance.
   *
   * @throws shippy.problem.ProblemException that says what was looked for and what there is
   */
  public static InstanceSelection of(Registry registry, String typed) {
    if (typed.isEmpty()) {
      return new InstanceSelection(registry, "", node -> true, all(registry));
    }
    if (typed.contains("-") && registry.canList()) {
      List<String> services = registry.services();
      if (!services.contains(new ShortServiceName(typed).among(services))) {
        var node = new ShortId(typed).find(all(registry), NodeNames::of);
        if (node.isPresent()) {
          Predicate<Node> same = other -> other.id().equals(node.get().id());
          return new InstanceSelection(registry, node.get().service(), same, List.of(node.get()));
        }
      }
    }
    return new ShortServiceName(typed).resolve(registry, name -> ofService(registry, name));
  }

  /** The instances now: none if all have gone. */
  List<Node> nodes() {
    List<Node> all = service.isEmpty() ? all(registry) : registry.nodes(service);
    return all.stream().filter(wanted).toList();
  }

  private static InstanceSelection ofService(Registry registry, String service) {
    ServiceNotFound absence = new ServiceNotFound(service, registry);
    List<Node> nodes = registry.nodes(service);
    if (nodes.isEmpty()) {
      throw absence.problem();
    }
    return new InstanceSelection(registry, service, node -> true, nodes);
  }

  private static List<Node> all(Registry registry) {
    return registry.services().stream().flatMap(name -> registry.nodes(name).stream()).toList();
  }
}
