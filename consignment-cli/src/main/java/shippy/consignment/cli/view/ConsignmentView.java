package shippy.consignment.cli.view;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Message;
import com.google.protobuf.util.Timestamps;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import shippy.console.output.Column;
import shippy.console.output.Table;
import shippy.console.output.Text;
import shippy.console.output.View;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Container;
import shippy.proto.consignment.Response;

/**
 * Consignments as a table and as a message in protobuf's JSON, with the names of the {@code .proto}
 * file. Fields without a value are there too, so that a program can rely on them.
 */
public record ConsignmentView(Message document, List<Consignment> rows, boolean withContainers)
    implements View {

  private static final List<Column> COLUMNS =
      List.of(
          Column.id("ID"),
          Column.text("DESCRIPTION"),
          Column.number("WEIGHT"),
          Column.number("CONTAINERS"),
          Column.text("VESSEL"),
          Column.text("STATUS"),
          Column.time("CREATED"));

  private static final List<Column> CONTAINER_COLUMNS =
      List.of(
          Column.text("CONTAINER"),
          Column.text("CUSTOMER"),
          Column.text("ORIGIN"),
          Column.text("USER"));

  /** A response with the consignments in it, even if there are none. */
  public static ConsignmentView all(Response response) {
    return new ConsignmentView(response, response.getConsignmentsList(), false);
  }

  /** A response with the one consignment in it. */
  public static ConsignmentView one(Response response) {
    return new ConsignmentView(response, List.of(response.getConsignment()), false);
  }

  /** One consignment, in JSON as {@code create} takes it. */
  public static ConsignmentView one(Consignment consignment) {
    return new ConsignmentView(consignment, List.of(consignment), true);
  }

  @Override
  public void text(Text text) {
    text.table(Table.of(COLUMNS, rows.stream().map(ConsignmentView::row).toList()));
    if (withContainers) {
      text.line("");
      text.table(
          Table.of(
              CONTAINER_COLUMNS,
              rows.stream()
                  .flatMap(row -> row.getContainersList().stream())
                  .map(ConsignmentView::row)
                  .toList()));
    }
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    boolean several = document instanceof Response response && !response.hasConsignment();
    ProtoJson all =
        several ? own().with(Response.getDescriptor(), Response.CONSIGNMENTS_FIELD_NUMBER) : own();
    all.write(json, document);
  }

  @Override
  public List<Item> items() {
    return rows.stream().map(ConsignmentView::item).toList();
  }

  /** A consignment as {@code create} takes it, named by its id. */
  public static Item item(Consignment consignment) {
    return new Item(consignment.getId(), json -> own().write(json, consignment));
  }

  private static ProtoJson own() {
    return ProtoJson.of(Consignment.getDescriptor(), Container.getDescriptor());
  }

  private static List<String> row(Consignment consignment) {
    return List.of(
        consignment.getId(),
        consignment.getDescription(),
        String.valueOf(consignment.getWeight()),
        String.valueOf(consignment.getContainersCount()),
        consignment.getVesselId(),
        status(consignment),
        created(consignment));
  }

  private static List<String> row(Container container) {
    return List.of(
        container.getId(), container.getCustomerId(), container.getOrigin(), container.getUserId());
  }

  /** Empty if the service knows no status; a number if it knows more of them. */
  private static String status(Consignment consignment) {
    return switch (consignment.getStatus()) {
      case STATUS_UNSPECIFIED -> "";
      case UNRECOGNIZED -> String.valueOf(consignment.getStatusValue());
      case PENDING, CONFIRMED, ABORTED, CANCELLED -> consignment.getStatus().name();
    };
  }

  /** UTC, to the second. */
  private static String created(Consignment consignment) {
    if (!consignment.hasCreatedAt() || !Timestamps.isValid(consignment.getCreatedAt())) {
      return "";
    }
    long seconds = consignment.getCreatedAt().getSeconds();
    LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
    // In digits: formatters load locale data, which takes 20 ms of a cold start.
    return time.toLocalDate()
        + " "
        + pair(time.getHour())
        + ":"
        + pair(time.getMinute())
        + ":"
        + pair(time.getSecond())
        + "Z";
  }

  private static String pair(int number) {
    return number < 10 ? "0" + number : String.valueOf(number);
  }
}
