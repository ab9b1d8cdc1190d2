package shippy.tool.registry;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import shippy.console.output.Text;
import shippy.console.output.View;
import shippy.registry.Endpoint;
import shippy.registry.Endpoint.Value;
import shippy.registry.Node;
import shippy.registry.Versions;

/**
 * A service as {@code micro get service} shows it: instances by version, then the methods of the
 * first version. JSON is go-micro's list of services, one for each version.
 *
 * @param nodes all of that service; none if all are gone
 */
record ServiceView(String name, List<Node> nodes) implements View {
  @Override
  public void text(Text text) {
    text.line("service  " + name);
    if (nodes.isEmpty()) {
      text.line("");
      text.line("no instance");
      return;
    }
    byVersion()
        .forEach(
            (version, group) -> {
              text.line("");
              text.line("version " + version);
              text.line("");
              text.fields("ID", "Address", "Metadata");
              group.forEach(n -> text.fields(n.id(), n.address(), pairs(n.metadata())));
            });
    endpoints(byVersion().firstEntry().getValue()).forEach(endpoint -> show(endpoint, text));
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (Map.Entry<String, List<Node>> version : byVersion().entrySet()) {
      json.writeStartObject();
      json.writeStringField("name", name);
      json.writeStringField("version", version.getKey());
      json.writeObjectFieldStart("metadata");
      json.writeEndObject();
      json.writeArrayFieldStart("endpoints");
      for (Endpoint endpoint : endpoints(version.getValue())) {
        write(endpoint, json);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("nodes");
      for (Node node : version.getValue()) {
        write(node, json);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  @Override
  public List<Item> items() {
    return nodes.stream().map(node -> new Item(node.id(), json -> write(node, json))).toList();
  }

  private TreeMap<String, List<Node>> byVersion() {
    return nodes.stream()
        .collect(groupingBy(Node::version, () -> new TreeMap<>(Versions.ORDER), toList()));
  }

  /** Those of the first instance that has any: a registry may carry them for none. */
  private static List<Endpoint> endpoints(List<Node> group) {
    return group.stream()
        .map(Node::endpoints)
        .filter(endpoints -> !endpoints.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static void show(Endpoint endpoint, Text text) {
    text.line("");
    text.line("Endpoint: " + endpoint.name());
    if (!endpoint.metadata().isEmpty()) {
      text.line("");
      text.line("Metadata: " + pairs(new TreeMap<>(endpoint.metadata())));
    }
    text.line("");
    show("Request: ", endpoint.request(), text);
    text.line("");
    show("Response: ", endpoint.response(), text);
  }

  private static void show(String label, Value message, Text text) {
    if (message.values().isEmpty()) {
      text.line(label + "{}");
      return;
    }
    text.line(label + "{");
    message.values().forEach(field -> show(field, 1, text));
    text.line("}");
  }

  private static void show(Value field, int depth, Text text) {
    String declaration = field.name() + " " + field.type();
    if (field.values().isEmpty()) {
      text.indented(depth, declaration);
      return;
    }
    text.indented(depth, declaration + " {");
    field.values().forEach(inner -> show(inner, depth + 1, text));
    text.indented(depth, "}");
  }

  private static String pairs(Map<String, String> metadata) {
    return metadata.entrySet().stream()
        .map(pair -> pair.getKey() + "=" + pair.getValue())
        .collect(joining(","));
  }

  private static void write(Node node, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", node.id());
    json.writeStringField("address", node.address());
    metadata(node.metadata(), json);
    json.writeEndObject();
  }

  private static void write(Endpoint endpoint, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", endpoint.name());
    json.writeFieldName("request");
    write(endpoint.request(), json);
    json.writeFieldName("response");
    write(endpoint.response(), json);
    metadata(new TreeMap<>(endpoint.metadata()), json);
    json.writeEndObject();
  }

  private static void write(Value value, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", value.name());
    json.writeStringField("type", value.type());
    json.writeArrayFieldStart("values");
    for (Value inner : value.values()) {
      write(inner, json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  static void metadata(Map<String, String> metadata, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("metadata");
    for (Map.Entry<String, String> pair : metadata.entrySet()) {
      json.writeStringField(pair.getKey(), pair.getValue());
    }
    json.writeEndObject();
  }
}
