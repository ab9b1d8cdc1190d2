package shippy.consignment.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import shippy.consignment.cli.client.CommandConnections;
import shippy.consignment.cli.client.ConsignmentClient;
import shippy.consignment.cli.view.ConsignmentView;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.problem.ExitCode;

/** {@code get ID}: one consignment with its containers. */
@Command(
    name = "get",
    description = "Show one consignment with its containers.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  consignment-cli get 01939b2f",
      "  consignment-cli get 01939b2f-7c11-7a63-b1f0-2f6c53c1a9d4 -o json"
    })
final class GetCommand implements Action {
  private final CommandConnections connections;

  @Parameters(paramLabel = "ID", description = "the id of a consignment, or its beginning")
  private String id = "";

  GetCommand(CommandConnections connections) {
    this.connections = connections;
  }

  @Override
  public ExitCode run(Invocation call) {
    ConsignmentClient client =
        ConsignmentClient.on(connections.toCall("get", call.config()), call.config());
    call.output().show(ConsignmentView.one(client.byId(id, client::get)));
    return ExitCode.OK;
  }
}
