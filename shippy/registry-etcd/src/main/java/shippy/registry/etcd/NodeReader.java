package shippy.registry.etcd;

import io.etcd.jetcd.ByteSequence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import shippy.registry.Endpoint;
import shippy.registry.Node;

/** Reads what any go-micro from v1.18 to v6 writes. Stateless. */
final class NodeReader {
  /** Larger values are not looked into. */
  static final int MAX_VALUE_BYTES = 64 * 1024;

  private NodeReader() {}

  /**
   * The nodes of a value, whatever their addresses are.
   *
   * @param refused told why of each node that is left out: it has no id, say
   * @throws IOException with the reason if the value is not such JSON
   */
  static List<Node> read(ByteSequence value, Consumer<String> refused) throws IOException {
    if (value.size() > MAX_VALUE_BYTES) {
      throw new IOException(
          "value: %d bytes (expected: at most %d)".formatted(value.size(), MAX_VALUE_BYTES));
    }
    JsonObject json = JsonObject.parse(value.toString(StandardCharsets.UTF_8));
    String service = json.text("name");
    String version = json.text("version").isBlank() ? "latest" : json.text("version");
    List<Endpoint> endpoints = new ArrayList<>();
    for (JsonObject endpoint : json.objects("endpoints")) {
      endpoints.add(endpoint(endpoint));
    }
    List<Node> nodes = new ArrayList<>();
    for (JsonObject node : json.objects("nodes")) {
      try {
        nodes.add(node(service, version, node, endpoints));
      } catch (IllegalArgumentException e) {
        refused.accept(String.valueOf(e.getMessage()));
      }
    }
    return nodes;
  }

  private static Node node(
      String service, String version, JsonObject json, List<Endpoint> endpoints)
      throws IOException {
    return new Node(
        service, json.text("id"), version, json.text("address"), json.pairs("metadata"), endpoints);
  }

  private static Endpoint endpoint(JsonObject json) throws IOException {
    return new Endpoint(
        json.text("name"),
        value(json.object("request")),
        value(json.object("response")),
        json.pairs("metadata"));
  }

  private static Endpoint.Value value(JsonObject json) throws IOException {
    List<Endpoint.Value> fields = new ArrayList<>();
    for (JsonObject field : json.objects("values")) {
      fields.add(value(field));
    }
    return new Endpoint.Value(json.text("name"), json.text("type"), fields);
  }
}
