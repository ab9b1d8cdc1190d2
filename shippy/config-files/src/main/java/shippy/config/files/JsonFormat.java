package shippy.config.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import shippy.config.ConfigEntry;
import shippy.config.ConfigEntry.Place;
import shippy.config.ConfigFormat;

/** Settings in JSON (RFC 8259), without comments. Stateless. */
public final class JsonFormat implements ConfigFormat {
  @Override
  public List<String> endings() {
    return List.of("json");
  }

  @Override
  public List<ConfigEntry> parse(String text, String source) {
    if (text.isBlank()) {
      throw EntryCollector.refused(new Place(source, 1, 1), "not JSON (expected: {} at least)");
    }
    EntryCollector collector = new EntryCollector();
    try (JsonParser json = new JsonFactory().createParser(text)) {
      try {
        while (json.nextToken() != null) {
          take(json, place(json.currentTokenLocation(), source), collector);
        }
      } catch (JsonProcessingException e) { // its text may quote a secret
        JsonLocation at = Optional.ofNullable(e.getLocation()).orElse(json.currentLocation());
        throw EntryCollector.refused(
            place(at, source), "not JSON (expected: %s)".formatted(expected(e, json)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return collector.entries();
  }

  private static void take(JsonParser json, Place place, EntryCollector collector)
      throws IOException {
    switch (json.currentToken()) {
      case START_OBJECT -> collector.startMap(place);
      case END_OBJECT -> collector.endMap();
      case START_ARRAY -> collector.startList(place);
      case END_ARRAY -> collector.endList();
      case FIELD_NAME -> collector.key(json.currentName(), place);
      case VALUE_NULL -> collector.noValue(place);
      default -> collector.value(json.getText(), place);
    }
  }

  private static Place place(JsonLocation at, String source) {
    return new Place(source, at.getLineNr(), at.getColumnNr());
  }

  private static String expected(JsonProcessingException e, JsonParser json) {
    String what = String.valueOf(e.getOriginalMessage());
    if (what.startsWith("Illegal unquoted character")) {
      return "a closing quote before the end of the line";
    }
    if (what.contains("escape")) {
      return "an escape such as \\\\, \\\", \\n or \\u0041";
    }
    if (e instanceof JsonEOFException) {
      return "a closing quote or bracket before the end";
    }
    if (json.getParsingContext().inRoot()) {
      return "{ and at its end nothing but }";
    }
    if (what.contains("numeric value")) {
      return "a number such as 3 or 0.5, or a text in quotes";
    }
    if (json.currentToken() == JsonToken.FIELD_NAME) {
      return "a colon, then \"text\", a number, true, false or a list of them";
    }
    return json.getParsingContext().inArray()
        ? "values with commas between them, then ]"
        : "\"key\": value with commas between them, then }";
  }
}
