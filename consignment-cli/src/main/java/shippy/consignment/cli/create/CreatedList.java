package shippy.consignment.cli.create;

import java.util.ArrayList;
import java.util.List;
import shippy.consignment.cli.view.ConsignmentView;
import shippy.console.output.ListOutput;
import shippy.console.output.NumberFormats;
import shippy.console.output.Output;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Response;

/** Shows what an import creates, record by record; a table is shown at the end. One thread. */
final class CreatedList {
  /** A table shows no more: it would have to be kept. */
  private static final int SHOWN = 100;

  private final Output output;
  private final ListOutput list;
  private final List<Consignment> first = new ArrayList<>();
  private long more;

  CreatedList(Output output) {
    this.output = output;
    this.list = output.list("consignments");
  }

  void add(Response answer) {
    list.add(ConsignmentView.item(answer.getConsignment()));
    if (first.size() < SHOWN) {
      first.add(answer.getConsignment());
    } else {
      more++;
    }
  }

  /** No more come; {@code all} if all were created. */
  void end(boolean all) {
    list.end("created", all);
    if (all && first.isEmpty()) {
      return;
    }
    output.line("Created: " + all);
    output.table(ConsignmentView.all(Response.newBuilder().addAllConsignments(first).build()));
    if (more > 0) {
      output.line("… and %s more".formatted(NumberFormats.count(more)));
    }
  }
}
