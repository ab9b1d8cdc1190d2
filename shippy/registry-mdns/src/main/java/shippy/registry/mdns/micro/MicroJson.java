package shippy.registry.mdns.micro;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import shippy.registry.Endpoint;
import shippy.registry.GeneratedGoFields;

/**
 * The JSON in a TXT record, as Go's encoding/json writes and reads it: fields in any order and
 * case, null like absent. Streamed, for a command line reads one before its first call: the reader
 * is a handful of classes.
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
    Fields fields = new Fields();
    try (JsonReader json = new JsonReader(new StringReader(text))) {
      fields(json, fields);
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw new IOException("more than one object");
      }
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      throw new IllegalArgumentException("TXT: not the JSON of a node: " + e.getMessage(), e);
    }
    return new MicroText(fields.service, fields.version, fields.endpoints, fields.metadata);
  }

  private static final class Fields {
    private String service = "";
    private String version = "";
    private List<Endpoint> endpoints = List.of();
    private Map<String, String> metadata = Map.of();
  }

  private static void fields(JsonReader json, Fields fields) throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName().toLowerCase(Locale.ROOT)) {
        case "service" -> fields.service = text(json);
        case "version" -> fields.version = text(json);
        case "endpoints" -> fields.endpoints = list(json, MicroJson::endpoint);
        case "metadata" -> fields.metadata = pairs(json);
        default -> json.skipValue();
      }
    }
    json.endObject();
  }

  private static Endpoint endpoint(JsonReader json) throws IOException {
    String name = "";
    Endpoint.Value request = new Endpoint.Value("", "", List.of());
    Endpoint.Value response = request;
    Map<String, String> metadata = Map.of();
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName().toLowerCase(Locale.ROOT)) {
        case "name" -> name = text(json);
        case "request" -> request = value(json, MAX_DEPTH);
        case "response" -> response = value(json, MAX_DEPTH);
        case "metadata" -> metadata = pairs(json);
        default -> json.skipValue();
      }
    }
    json.endObject();
    return new Endpoint(name, request, response, metadata);
  }

  private static Endpoint.Value value(JsonReader json, int depth) throws IOException {
    String name = "";
    String type = "";
    List<Endpoint.Value> values = List.of();
    if (depth == 0) {
      throw new IOException("values: too deep (expected: at most %d)".formatted(MAX_DEPTH));
    }
    if (isNull(json)) {
      return new Endpoint.Value(name, type, values);
    }
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName().toLowerCase(Locale.ROOT)) {
        case "name" -> name = text(json);
        case "type" -> type = text(json);
        case "values" -> values = list(json, item -> value(item, depth - 1));
        default -> json.skipValue();
      }
    }
    json.endObject();
    return new Endpoint.Value(name, type, GeneratedGoFields.removedFrom(values));
  }

  /** Reads one item of a list. */
  @FunctionalInterface
  private interface Item<T> {
    T read(JsonReader json) throws IOException;
  }

  private static <T> List<T> list(JsonReader json, Item<T> item) throws IOException {
    List<T> all = new ArrayList<>();
    if (isNull(json)) {
      return all;
    }
    json.beginArray();
    while (json.hasNext()) {
      all.add(item.read(json));
    }
    json.endArray();
    return all;
  }

  private static Map<String, String> pairs(JsonReader json) throws IOException {
    Map<String, String> pairs = new TreeMap<>();
    if (isNull(json)) {
      return pairs;
    }
    json.beginObject();
    while (json.hasNext()) {
      pairs.put(json.nextName(), text(json));
    }
    json.endObject();
    return pairs;
  }

  private static String text(JsonReader json) throws IOException {
    return isNull(json) ? "" : json.nextString();
  }

  private static boolean isNull(JsonReader json) throws IOException {
    boolean absent = json.peek() == JsonToken.NULL;
    if (absent) {
      json.nextNull();
    }
    return absent;
  }
}
