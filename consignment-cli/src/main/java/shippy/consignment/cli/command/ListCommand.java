package shippy.consignment.cli.command;

import java.util.EnumSet;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import shippy.consignment.cli.client.CommandConnections;
import shippy.consignment.cli.client.ConsignmentClient;
import shippy.consignment.cli.view.ConsignmentView;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.problem.ExitCode;
import shippy.proto.consignment.Response;
import shippy.proto.consignment.Status;

/** {@code list}: all consignments. */
@Command(
    name = "list",
    description =
        "List the consignments that vessels carry, or those of other states, oldest first.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  consignment-cli list",
      "  consignment-cli list --status=pending,aborted",
      "  consignment-cli list --watch",
      "  consignment-cli list -o json | jq '.consignments[].vessel_id'"
    })
final class ListCommand implements Action {
  private final CommandConnections connections;

  @Option(
      names = "--status",
      split = ",",
      paramLabel = "STATUS",
      description = "pending, confirmed, aborted, cancelled; several with commas (confirmed)")
  private List<String> statuses = List.of();

  @Option(names = "--watch", description = "show them again whenever they change, until Ctrl-C")
  private boolean watch;

  ListCommand(CommandConnections connections) {
    this.connections = connections;
  }

  @Override
  public ExitCode run(Invocation call) {
    EnumSet<Status> known = EnumSet.range(Status.PENDING, Status.CANCELLED);
    List<Status> wanted =
        statuses.stream().map(text -> new OptionValue("--status", text).oneOf(known)).toList();
    ConsignmentClient client = ConsignmentClient.on(connections.to(call.config()), call.config());
    return call.output().show(() -> all(client, wanted), watch);
  }

  private static ConsignmentView all(ConsignmentClient client, List<Status> wanted) {
    return ConsignmentView.all(
        Response.newBuilder().addAllConsignments(client.list(wanted)).build());
  }
}
