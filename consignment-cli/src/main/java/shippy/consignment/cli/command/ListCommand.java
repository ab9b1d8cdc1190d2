package shippy.consignment.cli.command;

import java.util.EnumSet;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import shippy.consignment.cli.client.CommandConnections;
import shippy.consignment.cli.client.ConsignmentClient;
import shippy.consignment.cli.client.RegistryConnection;
import shippy.consignment.cli.query.OptionValue;
import shippy.consignment.cli.query.RowField;
import shippy.consignment.cli.query.RowFields;
import shippy.consignment.cli.query.RowOptions;
import shippy.consignment.cli.query.RowQuery;
import shippy.consignment.cli.view.ConsignmentView;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.console.output.ListOutput;
import shippy.console.output.Output;
import shippy.console.output.OutputFormat;
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
    RegistryConnection connection =
        watch ? connections.to(call.config()) : connections.toCall("list", call.config());
    ConsignmentClient client = ConsignmentClient.on(connection, call.config());
    int page = query.reads().filter(rows -> rows <= LARGEST_PAGE).orElse(0);
    List<Status> asked = wanted;
    Supplier<Stream<Consignment>> found = () -> query.stream(client.list(asked, page));
    if (watch) {
      return call.output().show(() -> view(found.get().toList()), true);
    }
    boolean any =
        call.output().format() == OutputFormat.TABLE
            ? showTable(found.get().toList(), call.output())
            : showList(found.get(), call.output());
    if (!any) {
      call.output().remark("no consignments" + query.filtered());
    }
    return ExitCode.OK;
  }

  /** Needs all rows for the widths of its columns. Returns whether there are any. */
  private static boolean showTable(List<Consignment> rows, Output output) {
    output.show(view(rows));
    return !rows.isEmpty();
  }

  /** Keeps one page at a time. */
  private static boolean showList(Stream<Consignment> rows, Output output) {
    ListOutput list = output.list("consignments");
    try {
      list.addAll(rows.map(ConsignmentView::item));
    } catch (RuntimeException e) {
      list.breakOff();
      throw e;
    }
    list.end();
    return !list.isEmpty();
  }

  private static View view(List<Consignment> rows) {
    return ConsignmentView.all(Response.newBuilder().addAllConsignments(rows).build());
  }
}
