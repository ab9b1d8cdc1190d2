package shippy.consignment.cli;

import picocli.CommandLine.Command;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.problem.ExitCode;

/** {@code vessels}: the fleet. */
@Command(
    name = "vessels",
    description = "List all vessels with what is used of them and what is free.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  consignment-cli vessels",
      "  consignment-cli vessels -o json | jq '.vessels[] | select(.used_weight == 0)'"
    })
final class VesselsCommand implements Action {
  private final Connections connections;

  VesselsCommand(Connections connections) {
    this.connections = connections;
  }

  @Override
  public ExitCode run(Invocation call) {
    try (Fleet fleet = Fleet.open(call.config(), connections)) {
      call.output().show(VesselView.all(fleet.all()));
    }
    return ExitCode.OK;
  }
}
