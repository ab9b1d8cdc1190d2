package shippy.registry.etcd.format;

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
 * A JSON object as Go's encoding/json reads it: fields in any order and case, null like absent.
 * Values are {@link GoJsonObject}, {@link List}, {@link String}, {@link Number}, {@link Boolean} or
 * null.
 */
record GoJsonObject(Map<String, @Nullable Object> fields) {
  /** Unknown field names must not fill a table that outlives the value. */
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(64).build())
          .build();

  private static final GoJsonObject EMPTY = new GoJsonObject(Map.of());

  /** Reads exactly one object. */
  static GoJsonObject parse(String text) throws IOException {
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      if (!(value(json) instanceof GoJsonObject object) || json.nextToken() != null) {
        throw new IOException("not one JSON object");
      }
      return object;
    }
  }

  /** A text, empty if absent. */
  String text(String name) throws IOException {
    return as(String.class, name, find(name), "", "a string");
  }

  /** An object, empty if absent. */
  GoJsonObject object(String name) throws IOException {
    return as(GoJsonObject.class, name, find(name), EMPTY, "an object");
  }

  /** A list of objects, empty if absent. */
  List<GoJsonObject> objects(String name) throws IOException {
    List<GoJsonObject> objects = new ArrayList<>();
    for (Object item : as(List.class, name, find(name), List.of(), "a list")) {
      objects.add(as(GoJsonObject.class, name, item, EMPTY, "an object"));
    }
    return objects;
  }

  /** An object of texts, empty if absent. */
  Map<String, String> pairs(String name) throws IOException {
    Map<String, String> pairs = new TreeMap<>();
    for (Map.Entry<String, @Nullable Object> field : object(name).fields.entrySet()) {
      pairs.put(field.getKey(), as(String.class, name, field.getValue(), "", "a string"));
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

  private static <T> T as(
      Class<T> type, String name, @Nullable Object value, T absent, String expected)
      throws IOException {
    if (value != null && !type.isInstance(value)) {
      throw new IOException("%s: not %s".formatted(name, expected));
    }
    return value == null ? absent : type.cast(value);
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
      default -> 0; // a number: no field that is read is one
    };
  }

  private static GoJsonObject members(JsonParser json) throws IOException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      fields.put(name, value(json));
    }
    return new GoJsonObject(fields);
  }

  private static List<@Nullable Object> items(JsonParser json) throws IOException {
    List<@Nullable Object> items = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(json));
    }
    return items;
  }
}
