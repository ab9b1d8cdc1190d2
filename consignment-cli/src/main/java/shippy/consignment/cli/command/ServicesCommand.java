package shippy.consignment.cli.command;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import shippy.client.ServiceNotFound;
import shippy.consignment.cli.client.CommandConnections;
import shippy.consignment.cli.view.ServicesView;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.problem.ExitCode;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.ShortServiceName;

/** {@code services}: who is in the registry. */
@Command(
    name = "services",
    description = "List the instances of all services in the registry, or of one.",
    footerHeading = "%nExamples:%n",
    footer = {"  consignment-cli services", "  consignment-cli services vessel -o json"})
final class ServicesCommand implements Action {
  private final CommandConnections connections;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "the name of a service, or its end: vessel (all)")
  private String service = "";

  ServicesCommand(CommandConnections connections) {
    this.connections = connections;
  }

  @Override
  public ExitCode run(Invocation call) {
    Registry registry = connections.to(call.config()).registry();
    List<Node> nodes = service.isEmpty() ? all(registry) : one(registry);
    if (nodes.isEmpty()) {
      call.output()
          .remark(
              "no services (registry: %s at %s)".formatted(registry.kind(), registry.location()));
    }
    call.output().show(new ServicesView(nodes));
    return ExitCode.OK;
  }

  private static List<Node> all(Registry registry) {
    return registry.services().stream().flatMap(name -> registry.nodes(name).stream()).toList();
  }

  private List<Node> one(Registry registry) {
    return new ShortServiceName(service).resolve(registry, name -> named(name, registry));
  }

  private static List<Node> named(String name, Registry registry) {
    ServiceNotFound absence = new ServiceNotFound(name, registry);
    List<Node> nodes = registry.nodes(name);
    if (nodes.isEmpty()) {
      throw absence.problem();
    }
    return nodes;
  }
}
