package shippy.registry.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * An object of an API, or a part of it, without a type: maps, lists, text, numbers, booleans. What
 * is absent, null or of another type than asked for is empty.
 */
record Unstructured(@Nullable Object value) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Large, and never of interest. */
  private static final Set<String> LEFT_OUT = Set.of("managedFields", "annotations");

  static Unstructured json(String text) throws IOException {
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      return new Unstructured(read(json));
    }
  }

  static Unstructured yaml(String text) throws IOException {
    try {
      return new Unstructured(new Load(LoadSettings.builder().build()).loadFromString(text));
    } catch (YamlEngineException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static @Nullable Object read(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        if (LEFT_OUT.contains(name)) {
          json.skipChildren();
        } else {
          fields.put(name, read(json));
        }
      }
      return fields;
    }
    if (token == JsonToken.START_ARRAY) {
      List<@Nullable Object> items = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        items.add(read(json));
      }
      return items;
    }
    if (token == null) {
      throw new IOException("it ends too early");
    }
    return switch (token) {
      case VALUE_TRUE, VALUE_FALSE -> json.getBooleanValue();
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_NULL -> null;
      default -> json.getText();
    };
  }

  /** A part of it, by the names of the fields on the way. */
  Unstructured at(String... path) {
    Object found = value;
    for (String name : path) {
      found = found instanceof Map<?, ?> fields ? fields.get(name) : null;
    }
    return new Unstructured(found);
  }

  /** Empty as well if the text is; a number counts as text, since YAML needs no quotes. */
  Optional<String> text() {
    return value instanceof String || value instanceof Number
        ? Optional.of(value.toString()).filter(text -> !text.isEmpty())
        : Optional.empty();
  }

  /** Empty text if there is none. */
  String orEmpty() {
    return text().orElse("");
  }

  Optional<Integer> number() {
    return value instanceof Number number ? Optional.of(number.intValue()) : Optional.empty();
  }

  /** Whether it is this and not absent. */
  boolean is(Object other) {
    return other.equals(value);
  }

  boolean isPresent() {
    return value != null;
  }

  List<Unstructured> items() {
    return value instanceof List<?> list
        ? list.stream().<Unstructured>map(Unstructured::new).toList()
        : List.of();
  }
}
