package shippy.tool.config;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import shippy.config.etcd.ConfigCentre.Entry;
import shippy.console.output.Text;
import shippy.console.output.View;

/** What a key holds after it was written, and what it held before. */
record WrittenKey(Optional<Entry> before, Entry now) implements View {
  WrittenKey {
    requireNonNull(before, "before");
    requireNonNull(now, "now");
  }

  private boolean changed() {
    return !before.equals(Optional.of(now));
  }

  @Override
  public void text(Text text) {
    String was = before.map(entry -> " (was @%d)".formatted(entry.revision())).orElse(" (new)");
    text.line(
        changed()
            ? "written: " + SettingsText.name(now) + was
            : "unchanged: " + SettingsText.name(now));
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", now.key());
    json.writeBooleanField("changed", changed());
    json.writeNumberField("revision", now.revision());
    json.writeNumberField("version", now.version());
    if (before.isPresent()) {
      json.writeNumberField("previous_revision", before.get().revision());
    } else {
      json.writeNullField("previous_revision");
    }
    json.writeEndObject();
  }

  @Override
  public List<Item> items() {
    return List.of(new Item(now.key(), this::json));
  }
}
