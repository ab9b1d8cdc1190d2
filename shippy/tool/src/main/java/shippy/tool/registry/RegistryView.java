package shippy.tool.registry;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import shippy.console.output.Text;
import shippy.console.output.View;

/**
 * A registry that has no members of its own.
 *
 * @param services sorted; empty if it cannot list them
 */
record RegistryView(String kind, String location, Optional<List<String>> services) implements View {
  RegistryView {
    services = services.map(List::copyOf);
  }

  @Override
  public void text(Text text) {
    text.line("registry  " + kind);
    text.line("location  " + location);
    text.line(
        "services  "
            + services
                .map(names -> names.isEmpty() ? "none" : String.join(", ", names))
                .orElse("cannot be listed"));
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("registry", kind);
    json.writeStringField("location", location);
    if (services.isPresent()) {
      json.writeArrayFieldStart("services");
      for (String service : services.get()) {
        json.writeString(service);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  @Override
  public List<Item> items() {
    return List.of(new Item(location, this::json));
  }
}
