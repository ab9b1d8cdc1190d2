package shippy.consignment.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import shippy.clock.Clock;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.Watching;
import shippy.problem.ExitCode;

/** {@code vessels}: the fleet. */
@Command(
    name = "vessels",
    description = "List all vessels with what is used of them and what is free.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  consignment-cli vessels",
      "  consignment-cli vessels --watch",
      "  consignment-cli vessels -o json | jq '.vessels[] | select(.used_weight == 0)'"
    })
final class VesselsCommand implements Action {
  @Option(names = "--watch", description = "show them again whenever they change, until Ctrl-C")
  private boolean watch;

  @Override
  public ExitCode run(Invocation call) {
    try (Fleet fleet = Fleet.open(call.config())) {
      if (watch) {
        return new Watching(call, Clock.system()).run(() -> VesselView.all(fleet.all()));
      }
      call.output().show(VesselView.all(fleet.all()));
    }
    return ExitCode.OK;
  }
}
