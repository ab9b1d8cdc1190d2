package shippy.doctor;

import static java.util.Objects.requireNonNull;

import java.util.List;
import shippy.problem.Problem;
import shippy.registry.Node;

/** Whether the registry can be read, and whether anybody is there. */
final class RegistryCheck implements Check {
  private final Registered registered;
  private final String kind;

  RegistryCheck(String kind, Registered registered) {
    this.kind = requireNonNull(kind, "kind");
    this.registered = requireNonNull(registered, "registered");
  }

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
          new Finding.Warn(
              subject(),
              "memory reaches no other program",
              new Problem.Fix("--registry=mdns", "or etcd")));
    }
    if (nodes.isEmpty()) {
      return List.of(
          new Finding.Warn(
              subject(),
              place + "no service is registered",
              new Problem.Fix("shippy run", "start the sample services")));
    }
    long services = nodes.stream().map(Node::service).distinct().count();
    String counts = count(services, "service") + ", " + count(nodes.size(), "instance");
    return List.of(new Finding.Pass(subject(), place + counts));
  }

  private static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
