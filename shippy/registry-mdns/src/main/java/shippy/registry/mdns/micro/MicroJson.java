package shippy.registry.mdns.micro;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import shippy.registry.Endpoint;
import shippy.registry.GeneratedGoFields;

/**
 * The JSON in a TXT record, as Go's encoding/json writes and reads it: fields in any order and
 * case, null like absent.
 */
final class MicroJson {
  private static final int MAX_DEPTH = 16;

  private MicroJson() {}

  static String write(MicroText text) {
    StringWriter out = new StringWriter();
    try (JsonWriter json = new JsonWriter(out)) {
      json.beginObject();
      json.name("Service").value(text.service());
      json.name("Version").value(text.version());
      json.name("Endpoints").beginArray();
      for (Endpoint endpoint : text.endpoints()) {
        json.beginObject();
        json.name("name").value(endpoint.name());
        write(json, "request", endpoint.request());
        write(json, "response", endpoint.response());
        write(json, "metadata", endpoint.metadata());
        json.endObject();
      }
      json.endArray();
      write(json, "Metadata", text.metadata());
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string takes all text", e);
    }
    return out.toString();
  }

  private static void write(JsonWriter json, String name, Endpoint.Value value) throws IOException {
    json.name(name);
    write(json, value);
  }

  private static void write(JsonWriter json, Endpoint.Value value) throws IOException {
    json.beginObject();
    json.name("name").value(value.name());
    json.name("type").value(value.type());
    json.name("values").beginArray();
    for (Endpoint.Value field : value.values()) {
      write(json, field);
    }
    json.endArray();
    json.endObject();
  }

  private static void write(JsonWriter json, String name, Map<String, String> pairs)
      throws IOException {
    json.name(name).beginObject();
    for (Map.Entry<String, String> pair : new TreeMap<>(pairs).entrySet()) {
      json.name(pair.getKey()).value(pair.getValue());
    }
    json.endObject();
  }

  /** Reads one object; an {@link IllegalArgumentException} says what is wrong with it. */
  static MicroText read(String text) {
    try {
      JsonObject json = JsonParser.parseString(text).getAsJsonObject();
      return new MicroText(
          text(json, "service"),
          text(json, "version"),
          list(json, "endpoints", MicroJson::endpoint),
          pairs(json));
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
      throw new IllegalArgumentException("TXT: not the JSON of a node: " + e.getMessage(), e);
    }
  }

  private static Endpoint endpoint(JsonObject json) {
    return new Endpoint(
        text(json, "name"),
        value(object(json, "request"), MAX_DEPTH),
        value(object(json, "response"), MAX_DEPTH),
        pairs(json));
  }

  private static Endpoint.Value value(JsonObject json, int depth) {
    if (depth == 0) {
      throw new IllegalStateException("values: too deep (expected: %d)".formatted(MAX_DEPTH));
    }
    List<Endpoint.Value> values = list(json, "values", field -> value(field, depth - 1));
    return new Endpoint.Value(
        text(json, "name"), text(json, "type"), GeneratedGoFields.removedFrom(values));
  }

  private static Map<String, String> pairs(JsonObject json) {
    Map<String, String> pairs = new TreeMap<>();
    object(json, "metadata")
        .entrySet()
        .forEach(pair -> pairs.put(pair.getKey(), pair.getValue().getAsString()));
    return pairs;
  }

  private static String text(JsonObject json, String name) {
    return find(json, name).map(JsonElement::getAsString).orElse("");
  }

  private static JsonObject object(JsonObject json, String name) {
    return find(json, name).map(JsonElement::getAsJsonObject).orElseGet(JsonObject::new);
  }

  private static <T> List<T> list(JsonObject json, String name, Function<JsonObject, T> item) {
    List<T> all = new ArrayList<>();
    find(json, name)
        .ifPresent(
            found ->
                found
                    .getAsJsonArray()
                    .forEach(each -> all.add(item.apply(each.getAsJsonObject()))));
    return all;
  }

  private static Optional<JsonElement> find(JsonObject json, String name) {
    return json.entrySet().stream()
        .filter(field -> field.getKey().equalsIgnoreCase(name) && !field.getValue().isJsonNull())
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
