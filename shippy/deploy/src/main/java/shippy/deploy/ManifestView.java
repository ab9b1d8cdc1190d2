package shippy.deploy;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import shippy.console.output.Text;
import shippy.console.output.View;

/** Manifests as they stand in a file; in JSON a List, which kubectl takes too. */
record ManifestView(String yaml) implements View {
  @Override
  public void text(Text text) {
    yaml.lines().forEach(text::line);
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("apiVersion", "v1");
    json.writeStringField("kind", "List");
    json.writeFieldName("items");
    write(new Load(LoadSettings.builder().build()).loadAllFromString(yaml), json);
    json.writeEndObject();
  }

  private static void write(Object value, JsonGenerator json) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        write(entry.getValue(), json);
      }
      json.writeEndObject();
    } else if (value instanceof Iterable<?> list) {
      json.writeStartArray();
      for (Object item : list) {
        write(item, json);
      }
      json.writeEndArray();
    } else {
      json.writeObject(value); // a text, a number or a boolean
    }
  }
}
