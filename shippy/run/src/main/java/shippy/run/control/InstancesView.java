package shippy.run.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import shippy.console.output.ListView;
import shippy.console.output.Text;

/** What was done, instance by instance: {@code restarted vessel-2 (pid 4711)}. */
record InstancesView(String done, List<ControlledInstance> instances) implements ListView {
  InstancesView {
    instances = List.copyOf(instances);
  }

  @Override
  public void text(Text text) {
    instances.forEach(i -> text.line("%s %s (pid %d)".formatted(done, i.label(), i.pid())));
  }

  @Override
  public List<Item> items() {
    return instances.stream().map(i -> new Item(i.label(), json -> write(i, json))).toList();
  }

  private static void write(ControlledInstance instance, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", instance.label());
    json.writeStringField("service", instance.service());
    json.writeStringField("id", instance.id());
    json.writeNumberField("pid", instance.pid());
    json.writeEndObject();
  }
}
