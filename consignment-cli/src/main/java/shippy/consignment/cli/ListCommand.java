package shippy.consignment.cli;

import picocli.CommandLine.Command;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.problem.ExitCode;
import shippy.proto.consignment.Response;

/** {@code list}: all consignments. */
@Command(
    name = "list",
    description = "List all consignments, oldest first.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  consignment-cli list",
      "  consignment-cli list -o json | jq '.consignments[].vessel_id'"
    })
final class ListCommand implements Action {
  @Override
  public ExitCode run(Invocation call) {
    try (Shipping shipping = Shipping.open(call.config())) {
      Response all = Response.newBuilder().addAllConsignments(shipping.list()).build();
      call.output().show(ConsignmentView.all(all));
    }
    return ExitCode.OK;
  }
}
