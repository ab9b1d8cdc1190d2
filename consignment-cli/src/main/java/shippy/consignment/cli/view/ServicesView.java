package shippy.consignment.cli.view;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import shippy.console.output.Column;
import shippy.console.output.ListView;
import shippy.console.output.Table;
import shippy.console.output.Text;
import shippy.registry.Node;

/**
 * Instances as a table, or as an array.
 *
 * @param nodes sorted by service
 */
public record ServicesView(List<Node> nodes) implements ListView {
  private static final List<Column> COLUMNS =
      List.of(
          Column.id("SERVICE"), Column.text("ADDRESS"), Column.text("VERSION"), Column.text("ID"));

  public ServicesView {
    nodes = List.copyOf(nodes);
  }

  @Override
  public void text(Text text) {
    text.table(Table.of(COLUMNS, nodes.stream().map(ServicesView::row).toList()));
  }

  @Override
  public List<Item> items() {
    return nodes.stream().map(node -> new Item(node.id(), json -> write(node, json))).toList();
  }

  private static void write(Node node, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("service", node.service());
    json.writeStringField("id", node.id());
    json.writeStringField("version", node.version());
    json.writeStringField("address", node.address());
    json.writeEndObject();
  }

  /** The id without the name of the service that it begins with. */
  private static List<String> row(Node node) {
    String prefix = node.service() + "-";
    String id = node.id();
    String rest = id.startsWith(prefix) ? id.substring(prefix.length()) : id;
    return List.of(node.service(), node.address(), node.version(), rest);
  }
}
