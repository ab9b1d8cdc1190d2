package shippy.tool.registry;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import shippy.console.output.Text;
import shippy.console.output.View;

/**
 * A registry that has no members of its own.
 *
 * @param services sorted
 */
record RegistryView(String kind, String location, List<String> services) implements View {
  RegistryView {
    services = List.copyOf(services);
  }

  @Override
  public void text(Text text) {
    text.line("registry  " + kind);
    text.line("location  " + location);
    text.line("services  " + (services.isEmpty() ? "none" : String.join(", ", services)));
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("registry", kind);
    json.writeStringField("location", location);
    json.writeArrayFieldStart("services");
    for (String service : services) {
      json.writeString(service);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  @Override
  public List<Item> items() {
    return List.of(new Item(location, this::json));
  }
}
