package shippy.consignment.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.problem.ExitCode;

/** {@code get ID}: one consignment with its containers. */
@Command(
    name = "get",
    description = "Show one consignment with its containers.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  consignment-cli get 01939b2f-7c11-7a63-b1f0-2f6c53c1a9d4",
      "  consignment-cli get 01939b2f-7c11-7a63-b1f0-2f6c53c1a9d4 -o json"
    })
final class GetCommand implements Action {
  private final Connections connections;

  @Parameters(paramLabel = "ID", description = "the id of a consignment")
  private String id = "";

  GetCommand(Connections connections) {
    this.connections = connections;
  }

  @Override
  public ExitCode run(Invocation call) {
    try (Shipping shipping = Shipping.open(call.config(), connections)) {
      call.output().show(ConsignmentView.one(shipping.get(id)));
    }
    return ExitCode.OK;
  }
}
