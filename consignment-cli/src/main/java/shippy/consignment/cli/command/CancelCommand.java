package shippy.consignment.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import shippy.consignment.cli.client.CommandConnections;
import shippy.consignment.cli.client.ConsignmentClient;
import shippy.consignment.cli.view.ConsignmentView;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.problem.ExitCode;
import shippy.proto.consignment.Response;

/** {@code cancel ID}: gives the capacity of one consignment back. */
@Command(
    name = "cancel",
    description = {
      "Cancel one consignment, for good.",
      "Its capacity is free again. Cancelling it once more is safe."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  consignment-cli cancel 01939b2f-7c11-7a63-b1f0-2f6c53c1a9d4",
      "  consignment-cli list --status=cancelled"
    })
final class CancelCommand implements Action {
  private final CommandConnections connections;

  @Parameters(
      paramLabel = "ID",
      description = "the id of a consignment, or a beginning that no other has")
  private String id = "";

  CancelCommand(CommandConnections connections) {
    this.connections = connections;
  }

  @Override
  public ExitCode run(Invocation call) {
    ConsignmentClient client =
        ConsignmentClient.on(connections.toCall("cancel", call.config()), call.config());
    Response cancelled = client.byId(id, client::cancel);
    call.output().line("Cancelled: " + cancelled.getConsignment().getId());
    call.output().show(ConsignmentView.one(cancelled));
    return ExitCode.OK;
  }
}
