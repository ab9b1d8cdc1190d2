package shippy.consignment.cli;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import shippy.clock.Clock;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.Watching;
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
  private final Connections connections;

  @Option(
      names = "--status",
      split = ",",
      paramLabel = "STATUS",
      description = "pending, confirmed, aborted, cancelled; several with commas (confirmed)")
  private List<String> statuses = List.of();

  @Option(names = "--watch", description = "show them again whenever they change, until Ctrl-C")
  private boolean watch;

  ListCommand(Connections connections) {
    this.connections = connections;
  }

  @Override
  public ExitCode run(Invocation call) {
    Map<String, Status> known = statusesByName();
    List<Status> wanted =
        statuses.stream().map(text -> new OptionValue("--status", text).oneOf(known)).toList();
    try (Shipping shipping = Shipping.open(call.config(), connections)) {
      if (watch) {
        return new Watching(call, Clock.system()).run(() -> all(shipping, wanted));
      }
      call.output().show(all(shipping, wanted));
    }
    return ExitCode.OK;
  }

  private static ConsignmentView all(Shipping shipping, List<Status> wanted) {
    return ConsignmentView.all(
        Response.newBuilder().addAllConsignments(shipping.list(wanted)).build());
  }

  /** Not a constant: every start of the program would load protobuf for it. */
  static Map<String, Status> statusesByName() {
    Map<String, Status> byName = new LinkedHashMap<>();
    for (Status status : EnumSet.range(Status.PENDING, Status.CANCELLED)) {
      byName.put(status.name().toLowerCase(Locale.ROOT), status);
    }
    return byName;
  }
}
