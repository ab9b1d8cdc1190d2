package shippy.tool.stats;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import shippy.console.output.ListView;
import shippy.console.output.Text;
import shippy.stats.InstanceHealth;

/**
 * The health of instances, as {@code micro health} shows it.
 *
 * @param instances of one service or several
 */
record HealthView(List<InstanceHealth> instances) implements ListView {
  HealthView {
    instances = List.copyOf(instances);
  }

  boolean allWell() {
    return instances.stream().allMatch(InstanceHealth::well);
  }

  @Override
  public void text(Text text) {
    if (instances.isEmpty()) {
      text.line("no service is registered");
      return;
    }
    VersionHeadings.show(
        instances,
        InstanceHealth::node,
        text,
        all -> {
          text.fields("node", "", "address:port", "", "status");
          all.forEach(
              one -> text.fields(one.node().id(), "", one.node().address(), "", one.status()));
        });
  }

  @Override
  public List<Item> items() {
    return instances.stream().map(one -> new Item(one.node().id(), j -> write(one, j))).toList();
  }

  private static void write(InstanceHealth one, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("service", one.node().service());
    json.writeStringField("version", one.node().version());
    json.writeStringField("node", one.node().id());
    json.writeStringField("address", one.node().address());
    json.writeBooleanField("ok", one.well());
    json.writeStringField("status", one.status());
    json.writeEndObject();
  }
}
