package shippy.registry.etcd;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.etcd.jetcd.ByteSequence;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import shippy.registry.Endpoint;
import shippy.registry.Node;

/** Writes a node as go-micro v2 does, to the byte: a service with exactly one node. Stateless. */
final class NodeWriter {
  private static final JsonFactory JSON = new JsonFactory().setCharacterEscapes(new GoEscapes());

  private NodeWriter() {}

  static ByteSequence write(Node node) {
    // Not to bytes: Jackson then escapes what lies beyond the basic plane, and Go does not.
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
}
