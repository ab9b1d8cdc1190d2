package shippy.consignment.cli;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
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
      "  consignment-cli list -o json | jq '.consignments[].vessel_id'"
    })
final class ListCommand implements Action {
  private final Connections connections;

  static final Map<String, Status> STATUSES = statuses();

  @Option(
      names = "--status",
      split = ",",
      paramLabel = "STATUS",
      description = "pending, confirmed, aborted, cancelled; several with commas (confirmed)")
  private List<String> statuses = List.of();

  ListCommand(Connections connections) {
    this.connections = connections;
  }

  @Override
  public ExitCode run(Invocation call) {
    List<Status> wanted =
        statuses.stream().map(text -> new OptionValue("--status", text).oneOf(STATUSES)).toList();
    try (Shipping shipping = Shipping.open(call.config(), connections)) {
      Response all = Response.newBuilder().addAllConsignments(shipping.list(wanted)).build();
      call.output().show(ConsignmentView.all(all));
    }
    return ExitCode.OK;
  }

  private static Map<String, Status> statuses() {
    Map<String, Status> byName = new LinkedHashMap<>();
    for (Status status : EnumSet.range(Status.PENDING, Status.CANCELLED)) {
      byName.put(status.name().toLowerCase(Locale.ROOT), status);
    }
    return byName;
  }
}
