package shippy.consignment.cli.command;

import com.google.protobuf.Message;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import shippy.consignment.cli.client.CommandConnections;
import shippy.consignment.cli.client.RegistryConnection;
import shippy.consignment.cli.client.VesselClient;
import shippy.consignment.cli.query.RowField;
import shippy.consignment.cli.query.RowFields;
import shippy.consignment.cli.query.RowOptions;
import shippy.consignment.cli.query.RowQuery;
import shippy.consignment.cli.view.VesselView;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.ShortId;
import shippy.console.output.Output;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
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
      "  consignment-cli vessels --sort=-free_weight --filter 'free_capacity>0'",
      "  consignment-cli vessels -o json | jq '.vessels[] | select(.used_weight == 0)'"
    })
final class VesselsCommand implements Action {
  private final CommandConnections connections;

  @Mixin private RowOptions rows = new RowOptions();

  @Parameters(
      arity = "0..*",
      paramLabel = "VESSEL",
      description = "the id of a vessel, or its beginning (all)")
  private List<String> wanted = List.of();

  @Option(names = "--watch", description = "show them again whenever they change, until Ctrl-C")
  private boolean watch;

  VesselsCommand(CommandConnections connections) {
    this.connections = connections;
  }

  @Override
  public ExitCode run(Invocation call) {
    RegistryConnection connection =
        watch ? connections.to(call.config()) : connections.toCall("vessels", call.config());
    VesselClient client = VesselClient.on(connection, call.config());
    RowQuery query = rows.query(fields());
    return call.output().show(() -> view(client, query, call.output()), watch);
  }

  private VesselView view(VesselClient client, RowQuery query, Output output) {
    Response some = wanted(client.all());
    List<Vessel> found = query.of(some.getVesselsList().stream());
    if (found.isEmpty() && !watch) {
      output.remark("no vessels" + query.filtered());
    }
    return VesselView.all(some.toBuilder().clearVessels().addAllVessels(found).build());
  }

  private static long freeCapacity(Message row) {
    Vessel vessel = (Vessel) row;
    return (long) vessel.getCapacity() - vessel.getUsedCapacity();
  }

  private static long freeWeight(Message row) {
    Vessel vessel = (Vessel) row;
    return (long) vessel.getMaxWeight() - vessel.getUsedWeight();
  }

  private Response wanted(Response fleet) {
    if (wanted.isEmpty()) {
      return fleet;
    }
    Response.Builder some = fleet.toBuilder().clearVessels();
    wanted.forEach(id -> some.addVessels(find(id, fleet.getVesselsList())));
    return some.build();
  }

  private static Vessel find(String id, List<Vessel> fleet) {
    return new ShortId(id)
        .find(fleet, vessel -> List.of(vessel.getId()))
        .orElseThrow(() -> unknown(id, fleet));
  }

  private static ProblemException unknown(String id, List<Vessel> fleet) {
    List<String> ids = fleet.stream().map(Vessel::getId).toList();
    return Suggestion.add(Problem.of(ExitCode.FAILED, "no vessel " + id), id, ids)
        .withFix("consignment-cli vessels", "list the fleet")
        .toException();
  }

  /** Made when they are needed: descriptors cost each start of the program 25 ms. */
  private static RowFields fields() {
    return new RowFields(
        Stream.of(
                RowField.of(Vessel.getDescriptor()),
                List.of(
                    RowField.number("free_capacity", VesselsCommand::freeCapacity),
                    RowField.number("free_weight", VesselsCommand::freeWeight)))
            .flatMap(List::stream)
            .toList());
  }
}
