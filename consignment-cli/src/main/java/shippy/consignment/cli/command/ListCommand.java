package shippy.consignment.cli.command;

import java.util.EnumSet;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import shippy.consignment.cli.client.CommandConnections;
import shippy.consignment.cli.client.ConsignmentClient;
import shippy.consignment.cli.query.OptionValue;
import shippy.consignment.cli.query.RowField;
import shippy.consignment.cli.query.RowFields;
import shippy.consignment.cli.query.RowOptions;
import shippy.consignment.cli.query.RowQuery;
import shippy.consignment.cli.view.ConsignmentView;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.output.Output;
import shippy.console.output.View;
import shippy.problem.ExitCode;
import shippy.proto.consignment.Consignment;
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
      "  consignment-cli list --limit=10 --sort=-weight",
      "  consignment-cli list --filter vessel_id=vessel001 --filter 'weight>=700'",
      "  consignment-cli list --watch",
      "  consignment-cli list -o json | jq '.consignments[].vessel_id'"
    })
final class ListCommand implements Action {
  private static final int LARGEST_PAGE = 1000;

  private final CommandConnections connections;

  @Mixin private RowOptions rows = new RowOptions();

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
    RowQuery query = rows.query(new RowFields(RowField.of(Consignment.getDescriptor())));
    if (wanted.isEmpty() && query.filtersBy("status")) {
      wanted = List.copyOf(known);
    }
    ConsignmentClient client = ConsignmentClient.on(connections.to(call.config()), call.config());
    List<Status> asked = wanted;
    return call.output().show(() -> view(client, asked, query, call.output()), watch);
  }

  private View view(ConsignmentClient client, List<Status> wanted, RowQuery query, Output output) {
    int page = query.reads().filter(rows -> rows <= LARGEST_PAGE).orElse(0);
    List<Consignment> found = query.of(client.list(wanted, page));
    if (found.isEmpty() && !watch) {
      output.remark("no consignments" + query.filtered());
    }
    return ConsignmentView.all(Response.newBuilder().addAllConsignments(found).build());
  }
}
