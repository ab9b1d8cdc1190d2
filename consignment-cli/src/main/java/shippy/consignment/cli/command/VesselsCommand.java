package shippy.consignment.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import shippy.consignment.cli.client.CommandConnections;
import shippy.consignment.cli.client.VesselClient;
import shippy.consignment.cli.view.VesselView;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.Suggestion;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Vessel;

/** {@code vessels}: the fleet. */
@Command(
    name = "vessels",
    description = "List all vessels, or some, with what is used of them and what is free.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  consignment-cli vessels",
      "  consignment-cli vessels --watch",
      "  consignment-cli vessels vessel001",
      "  consignment-cli vessels -o json | jq '.vessels[] | select(.used_weight == 0)'"
    })
final class VesselsCommand implements Action {
  private final CommandConnections connections;

  @Parameters(arity = "0..*", paramLabel = "VESSEL", description = "the id of a vessel (all)")
  private List<String> wanted = List.of();

  @Option(names = "--watch", description = "show them again whenever they change, until Ctrl-C")
  private boolean watch;

  VesselsCommand(CommandConnections connections) {
    this.connections = connections;
  }

  @Override
  public ExitCode run(Invocation call) {
    VesselClient client = VesselClient.on(connections.to(call.config()), call.config());
    return call.output().show(() -> VesselView.all(wanted(client.all())), watch);
  }

  private Response wanted(Response fleet) {
    if (wanted.isEmpty()) {
      return fleet;
    }
    Map<String, Vessel> byId = new LinkedHashMap<>();
    fleet.getVesselsList().forEach(vessel -> byId.put(vessel.getId(), vessel));
    Response.Builder some = fleet.toBuilder().clearVessels();
    wanted.forEach(id -> some.addVessels(find(id, byId)));
    return some.build();
  }

  private static Vessel find(String id, Map<String, Vessel> byId) {
    Vessel vessel = byId.get(id);
    if (vessel != null) {
      return vessel;
    }
    throw Suggestion.add(Problem.of(ExitCode.FAILED, "no vessel " + id), id, byId.keySet())
        .withFix("consignment-cli vessels", "list the fleet")
        .toException();
  }
}
