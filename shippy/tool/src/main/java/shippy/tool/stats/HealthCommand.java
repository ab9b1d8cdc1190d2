package shippy.tool.stats;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import shippy.client.Client;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.registry.Node;
import shippy.stats.InstanceHealth;

/** {@code shippy health [SERVICE]}. */
@Command(
    name = "health",
    description =
        "Ask every instance of a service how it is; of all services if none is named. Exit code 0"
            + " if all are well, 1 otherwise.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy health                       everything that is registered",
      "  shippy health vessel -o json"
    })
public final class HealthCommand implements Action {
  @Parameters(arity = "0..1", paramLabel = "SERVICE", description = InstanceSelection.ARGUMENT)
  private String service = "";

  @Override
  public ExitCode run(Invocation call) {
    try (Platform platform = Platform.open(call.config());
        Client client = Client.of(platform)) {
      List<Node> nodes = InstanceSelection.of(platform.registry(), service).now();
      HealthView view = new HealthView(InstanceHealth.of(nodes, client));
      call.output().show(view);
      return view.allWell() ? ExitCode.OK : ExitCode.FAILED;
    }
  }
}
