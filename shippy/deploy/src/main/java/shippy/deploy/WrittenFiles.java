package shippy.deploy;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import shippy.console.output.Text;
import shippy.console.output.View;

/** What was written, and what to do next. */
record WrittenFiles(List<String> written, List<String> next) implements View {
  @Override
  public void text(Text text) {
    if (written.isEmpty()) {
      text.line("up to date; nothing was changed");
      return;
    }
    written.forEach(file -> text.line("wrote " + file));
    text.line("Next:");
    next.forEach(line -> text.line("  " + line));
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("written");
    for (String file : written) {
      json.writeString(file);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  @Override
  public List<Item> items() {
    return written.stream().map(Item::named).toList();
  }
}
