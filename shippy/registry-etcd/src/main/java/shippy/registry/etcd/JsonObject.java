package shippy.registry.etcd;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An object as Go's encoding/json sees it: fields in any order and case, null as good as absent.
 * Values are {@link JsonObject}, {@link List}, {@link String}, {@link Number}, {@link Boolean} or
 * null.
 */
record JsonObject(Map<String, @Nullable Object> fields) {
  /** Field names of strangers do not go into a table that outlives the value. */
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(64).build())
          .build();

  private static final JsonObject EMPTY = new JsonObject(Map.of());

  /** Reads exactly one object. */
  static JsonObject parse(String text) throws IOException {
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      if (!(value(json) instanceof JsonObject object) || json.nextToken() != null) {
        throw new IOException("not one JSON object");
      }
      return object;
    }
  }

  /** A text, empty if absent. */
  String text(String name) throws IOException {
    return text(name, find(name));
  }

  /** An object, empty if absent. */
  JsonObject object(String name) throws IOException {
    return object(name, find(name));
  }

  /** A list of objects, empty if absent. */
  List<JsonObject> objects(String name) throws IOException {
    Object found = find(name);
    if (found != null && !(found instanceof List<?>)) {
      throw new IOException("%s: not a list".formatted(name));
    }
    List<JsonObject> objects = new ArrayList<>();
    for (Object item : found instanceof List<?> list ? list : List.of()) {
      objects.add(object(name, item));
    }
    return objects;
  }

  /** An object of texts, empty if absent. */
  Map<String, String> pairs(String name) throws IOException {
    Map<String, String> pairs = new TreeMap<>();
    for (Map.Entry<String, @Nullable Object> field : object(name).fields.entrySet()) {
      pairs.put(field.getKey(), text(name, field.getValue()));
    }
    return pairs;
  }

  private @Nullable Object find(String name) {
    Object found = null;
    for (Map.Entry<String, @Nullable Object> field : fields.entrySet()) {
      if (field.getKey().equalsIgnoreCase(name)) {
        found = field.getValue();
      }
    }
    return found;
  }

  private static String text(String name, @Nullable Object value) throws IOException {
    if (value != null && !(value instanceof String)) {
      throw new IOException("%s: not a string".formatted(name));
    }
    return value == null ? "" : (String) value;
  }

  private static JsonObject object(String name, @Nullable Object value) throws IOException {
    if (value != null && !(value instanceof JsonObject)) {
      throw new IOException("%s: not an object".formatted(name));
    }
    return value == null ? EMPTY : (JsonObject) value;
  }

  private static @Nullable Object value(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == null) {
      throw new IOException("empty");
    }
    return switch (token) {
      case START_OBJECT -> members(json);
      case START_ARRAY -> items(json);
      case VALUE_STRING -> json.getText();
      case VALUE_NULL -> null;
      case VALUE_TRUE, VALUE_FALSE -> json.getBooleanValue();
      default -> 0; // a number: nothing that is looked at is one
    };
  }

  private static JsonObject members(JsonParser json) throws IOException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      fields.put(name, value(json));
    }
    return new JsonObject(fields);
  }

  private static List<@Nullable Object> items(JsonParser json) throws IOException {
    List<@Nullable Object> items = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(json));
    }
    return items;
  }
}
