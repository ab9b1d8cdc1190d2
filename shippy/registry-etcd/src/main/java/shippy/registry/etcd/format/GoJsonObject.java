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
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as Go's encoding/json reads it: fields in any order and case, null like absent.
 * Values are {@link GoJsonObject}, {@link List}, {@link String}, {@link Literal} or null.
 */
record GoJsonObject(Map<String, @Nullable Object> fields) {
  /** Unknown field names must not fill a table that outlives the value. */
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(64).build())
          .build();

  private static final GoJsonObject EMPTY = new GoJsonObject(Map.of());

  /** A number or boolean as it is written. */
  private record Literal(String text) {}

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

  /** A text, number or boolean; empty if absent or something else. */
  Optional<String> scalar(String name) {
    return scalar(find(name));
  }

  /** The version of a service, {@code latest} unless it says one. */
  String version() throws IOException {
    return text("version").isBlank() ? "latest" : text("version");
  }

  /** An object, empty if absent. */
  GoJsonObject object(String name) throws IOException {
    return object(name, find(name));
  }

  /** A list of objects, empty if absent. */
  List<GoJsonObject> objects(String name) throws IOException {
    List<GoJsonObject> objects = new ArrayList<>();
    for (Object item : list(name)) {
      objects.add(object(name, item));
    }
    return objects;
  }

  /** A list of texts, empty if absent. */
  List<String> texts(String name) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Object item : list(name)) {
      texts.add(as(String.class, name, item, "", "a string"));
    }
    return texts;
  }

  /** A list, empty if absent. */
  List<?> list(String name) throws IOException {
    return as(List.class, name, find(name), List.of(), "a list");
  }

  /** An item of a list as an object, empty if null. */
  static GoJsonObject object(String name, @Nullable Object item) throws IOException {
    return as(GoJsonObject.class, name, item, EMPTY, "an object");
  }

  /**
   * An object of texts, empty if absent. Numbers and booleans are taken as they are written; what
   * is neither takes no other pair along.
   */
  Map<String, String> pairs(String name) throws IOException {
    Map<String, String> pairs = new TreeMap<>();
    for (Map.Entry<String, @Nullable Object> field : object(name).fields.entrySet()) {
      Object value = field.getValue() == null ? "" : field.getValue();
      scalar(value).ifPresent(text -> pairs.put(field.getKey(), text));
    }
    return pairs;
  }

  private static Optional<String> scalar(@Nullable Object value) {
    if (value instanceof Literal literal) {
      return Optional.of(literal.text());
    }
    return value instanceof String text ? Optional.of(text) : Optional.empty();
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
      default -> new Literal(json.getText());
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
