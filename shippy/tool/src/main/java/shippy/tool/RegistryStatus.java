package shippy.tool;

import java.util.List;
import picocli.CommandLine.Command;
import shippy.config.Config;
import shippy.config.Settings;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.registry.Registry;
import shippy.registry.etcd.EtcdStatus;
import shippy.registry.etcd.MemberStatus;

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
final class RegistryStatus implements Action {
  @Override
  public ExitCode run(Invocation call) {
    Config config = call.config();
    if (config.get(Settings.REGISTRY).equals("etcd")) {
      List<MemberStatus> members = EtcdStatus.of(config);
      call.output().show(new MembersView(members));
      boolean all = members.stream().allMatch(m -> m.answers() && m.faults().isEmpty());
      return all ? ExitCode.OK : ExitCode.FAILED;
    }
    try (Platform platform = Platform.open(config)) {
      Registry registry = platform.registry();
      call.output()
          .show(new RegistryView(registry.kind(), registry.location(), registry.services()));
    }
    return ExitCode.OK;
  }
}
