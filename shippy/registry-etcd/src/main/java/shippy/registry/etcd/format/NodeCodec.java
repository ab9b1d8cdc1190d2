package shippy.registry.etcd.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.etcd.jetcd.ByteSequence;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import shippy.registry.Endpoint;
import shippy.registry.GeneratedGoFields;
import shippy.registry.Node;
import shippy.registry.NodeTable;

/**
 * Converts nodes to go-micro's JSON and back: writes the same bytes as go-micro v2, and reads what
 * any go-micro from v1.18 to v6 writes. Stateless.
 */
public final class NodeCodec {
  private static final JsonFactory JSON = new JsonFactory().setCharacterEscapes(new GoEscapes());

  private NodeCodec() {}

  /** The value of a node: a service with exactly one node. */
  public static ByteSequence encode(Node node) {
    // Not to bytes: Jackson would escape characters beyond the basic plane, Go does not.
    StringWriter text = new StringWriter(2048);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(json, node);
    } catch (IOException e) {
      throw new UncheckedIOException("node cannot be written as JSON: " + node.id(), e);
    }
    return ByteSequence.from(text.toString(), StandardCharsets.UTF_8);
  }

  private static void write(JsonGenerator json, Node node) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", node.service());
    json.writeStringField("version", node.version());
    json.writeNullField("metadata");
    json.writeArrayFieldStart("endpoints");
    for (Endpoint endpoint : node.endpoints()) {
      write(json, endpoint);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("nodes");
    json.writeStartObject();
    json.writeStringField("id", node.id());
    json.writeStringField("address", node.address());
    write(json, node.metadata());
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Endpoint endpoint) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", endpoint.name());
    json.writeFieldName("request");
    write(json, endpoint.request());
    json.writeFieldName("response");
    write(json, endpoint.response());
    write(json, endpoint.metadata());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Endpoint.Value value) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", value.name());
    json.writeStringField("type", value.type());
    if (value.values().isEmpty()) {
      json.writeNullField("values");
    } else {
      json.writeArrayFieldStart("values");
      for (Endpoint.Value field : value.values()) {
        write(json, field);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Map<String, String> metadata) throws IOException {
    json.writeObjectFieldStart("metadata");
    for (Map.Entry<String, String> pair : new TreeMap<>(metadata).entrySet()) {
      json.writeStringField(pair.getKey(), pair.getValue());
    }
    json.writeEndObject();
  }

  /**
   * The nodes of a value, whatever their addresses are. Each stands for itself: one that cannot be
   * read, without an id for example, takes no other along.
   */
  static List<Node> decode(String value, Consumer<String> refused) throws IOException {
    GoJsonObject json = GoJsonObject.parse(value);
    String service = json.text("name");
    List<Endpoint> endpoints = new ArrayList<>();
    for (GoJsonObject endpoint : json.objects("endpoints")) {
      endpoints.add(endpoint(endpoint));
    }
    List<?> items = json.list("nodes");
    if (items.size() > NodeTable.MAX_KEYS) {
      refused.accept("more than %d nodes in one value".formatted(NodeTable.MAX_KEYS));
    }
    List<Node> nodes = new ArrayList<>();
    for (Object item : items.subList(0, Math.min(items.size(), NodeTable.MAX_KEYS))) {
      try {
        GoJsonObject node = GoJsonObject.object("nodes", item);
        String id = node.text("id");
        String address = node.text("address");
        Map<String, String> metadata = node.pairs("metadata");
        nodes.add(new Node(service, id, json.version(), address, metadata, endpoints));
      } catch (IOException | IllegalArgumentException e) {
        refused.accept(String.valueOf(e.getMessage()));
      }
    }
    return nodes;
  }

  private static Endpoint endpoint(GoJsonObject json) throws IOException {
    return new Endpoint(
        json.text("name"),
        value(json.object("request")),
        value(json.object("response")),
        json.pairs("metadata"));
  }

  private static Endpoint.Value value(GoJsonObject json) throws IOException {
    List<Endpoint.Value> fields = new ArrayList<>();
    for (GoJsonObject field : json.objects("values")) {
      fields.add(value(field));
    }
    return new Endpoint.Value(
        json.text("name"), json.text("type"), GeneratedGoFields.removedFrom(fields));
  }
}
