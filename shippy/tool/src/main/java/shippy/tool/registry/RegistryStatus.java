package shippy.tool.registry;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.registry.ClusterStatus;
import shippy.registry.Node;
import shippy.registry.Registry;

/** {@code shippy registry status}. */
@Command(
    name = "status",
    description = {
      "Show how the registry is: of etcd each member that --registry_address names, of others where"
          + " they are and the services seen there.",
      "Exit code 1 if some members of etcd do not answer or take no registrations, 69 if none"
          + " answers."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy registry status --registry=etcd --registry_address=a:2379,b:2379,c:2379",
      "  shippy registry status -o json | jq -r '.members[] | select(.leader).endpoint'"
    })
public final class RegistryStatus implements Action {
  @Override
  public ExitCode run(Invocation call) {
    try (Platform platform = Platform.open(call.config())) {
      Registry registry = platform.registry();
      Optional<ClusterStatus> cluster = registry.clusterStatus();
      if (cluster.isPresent()) {
        return show(registry.kind(), cluster.get(), call);
      }
      call.output()
          .show(new RegistryView(registry.kind(), registry.location(), services(registry)));
    }
    return ExitCode.OK;
  }

  /** One that cannot list is asked for a name that nobody has: it fails if it does not answer. */
  private static Optional<List<String>> services(Registry registry) {
    if (registry.canList()) {
      return Optional.of(registry.services());
    }
    List<Node> unused = registry.nodes("shippy-status");
    return Optional.empty();
  }

  private static ExitCode show(String registry, ClusterStatus cluster, Invocation call) {
    if (cluster.outage().isPresent()) {
      throw cluster.outage().get();
    }
    call.output().show(new MembersView(registry, cluster.members()));
    boolean all = cluster.members().stream().allMatch(m -> m.answers() && m.faults().isEmpty());
    return all ? ExitCode.OK : ExitCode.FAILED;
  }
}
