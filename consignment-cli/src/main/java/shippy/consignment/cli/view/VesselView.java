package shippy.consignment.cli.view;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import shippy.console.output.Column;
import shippy.console.output.Table;
import shippy.console.output.Text;
import shippy.console.output.View;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Vessel;

/**
 * Vessels as a table and as the service's response in JSON. Used and total share one column, so
 * that a fleet fits on a screen of 80 columns.
 */
public record VesselView(Response document, List<Vessel> rows) implements View {
  private static final List<Column> COLUMNS =
      List.of(
          Column.id("ID"),
          Column.text("NAME"),
          Column.number("CONTAINERS"),
          Column.number("FREE"),
          Column.number("WEIGHT KG"),
          Column.number("FREE KG"));

  /** A response with the fleet in it, even if there is none. */
  public static VesselView all(Response response) {
    return new VesselView(response, response.getVesselsList());
  }

  /** A response with the one vessel in it. */
  public static VesselView one(Response response) {
    return new VesselView(response, List.of(response.getVessel()));
  }

  @Override
  public void text(Text text) {
    text.table(Table.of(COLUMNS, rows.stream().map(VesselView::row).toList()));
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    ProtoJson all =
        document.hasVessel()
            ? own()
            : own().with(Response.getDescriptor(), Response.VESSELS_FIELD_NUMBER);
    all.write(json, document);
  }

  @Override
  public List<Item> items() {
    return rows.stream()
        .map(vessel -> new Item(vessel.getId(), json -> own().write(json, vessel)))
        .toList();
  }

  private static ProtoJson own() {
    return ProtoJson.of(Vessel.getDescriptor());
  }

  private static List<String> row(Vessel vessel) {
    return List.of(
        vessel.getId(),
        vessel.getName(),
        vessel.getUsedCapacity() + "/" + vessel.getCapacity(),
        free(vessel.getCapacity(), vessel.getUsedCapacity()),
        vessel.getUsedWeight() + "/" + vessel.getMaxWeight(),
        free(vessel.getMaxWeight(), vessel.getUsedWeight()));
  }

  private static String free(long limit, long used) {
    return String.valueOf(limit - used);
  }
}
