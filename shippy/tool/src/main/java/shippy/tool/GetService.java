package shippy.tool;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import shippy.client.Absence;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.registry.Node;
import shippy.registry.Registry;

/** {@code shippy get service NAME}. */
@Command(name = "service", description = "Show the instances and methods of a service.")
final class GetService implements Action {
  @Parameters(paramLabel = "NAME", description = "A name from 'shippy list services'.")
  private String name = "";

  @Override
  public ExitCode run(Invocation call) {
    try (Platform platform = Platform.open(call.config())) {
      Registry registry = platform.registry();
      Absence absence = new Absence(name, registry);
      List<Node> nodes = registry.nodes(name);
      if (nodes.isEmpty()) {
        throw absence.problem();
      }
      call.output().show(new ServiceView(nodes));
    }
    return ExitCode.OK;
  }
}
