package shippy.doctor;

import java.util.List;
import shippy.problem.Problem;
import shippy.registry.Node;

/** Whether the registry can be read, and whether a service is registered. */
record RegistryCheck(String kind, RegisteredNodes registered) implements Check {
  @Override
  public String subject() {
    return "registry";
  }

  @Override
  public List<Finding> look() {
    List<Node> nodes = registered.nodes();
    String place = "%s at %s: ".formatted(kind, registered.location());
    if (kind.equals("memory")) {
      return List.of(
          warn("memory reaches no other program", new Problem.Fix("--registry=mdns", "or etcd")));
    }
    if (!registered.canList()) {
      return List.of(pass(place + "answers, and cannot list services: none is looked at"));
    }
    if (nodes.isEmpty()) {
      return List.of(none(place));
    }
    long services = nodes.stream().map(Node::service).distinct().count();
    String counts = count(services, "service") + ", " + count(nodes.size(), "instance");
    return List.of(pass(place + counts));
  }

  private Finding none(String place) {
    return registered.registering()
        ? warn(
            place + "no service is registered",
            new Problem.Fix("shippy run", "start the sample services"))
        : warn(
            place + "no instance of a service is ready",
            new Problem.Fix(
                "kubectl get endpointslices -A -l shippy/service-name", "who is, and where?"));
  }

  private static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
