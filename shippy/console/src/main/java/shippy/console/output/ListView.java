package shippy.console.output;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** A result that is a list of things. As JSON it is the array of them. */
public interface ListView extends View {
  @Override
  List<Item> items();

  @Override
  default void json(JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (Item item : items()) {
      item.json().write(json);
    }
    json.writeEndArray();
  }
}
