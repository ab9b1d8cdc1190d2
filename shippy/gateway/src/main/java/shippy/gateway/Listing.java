package shippy.gateway;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.List;
import shippy.invoke.Method;
import shippy.registry.Node;
import shippy.registry.Registry;

/** {@code GET /services} and {@code GET /services/{name}}: what is registered and can be called. */
final class Listing {
  private final Registry registry;
  private final Calls calls;

  Listing(Registry registry, Calls calls) {
    this.registry = registry;
    this.calls = calls;
  }

  void all(Incoming in) throws IOException {
    in.requireMethod("GET");
    JsonArray services = new JsonArray();
    for (String name : registry.services()) {
      JsonObject service = new JsonObject();
      service.addProperty("name", name);
      services.add(service);
    }
    JsonObject json = new JsonObject();
    json.add("services", services);
    in.answer(Answer.json(200, json));
  }

  void one(Incoming in, String name) throws IOException {
    in.requireMethod("GET");
    List<Method> methods = calls.methods(name);
    JsonObject json = new JsonObject();
    json.addProperty("name", name);
    JsonArray nodes = new JsonArray();
    calls.nodes(name).forEach(node -> nodes.add(node(node)));
    json.add("nodes", nodes);
    JsonArray endpoints = new JsonArray();
    methods.forEach(method -> endpoints.add(endpoint(method)));
    json.add("endpoints", endpoints);
    in.answer(Answer.json(200, json));
  }

  private static JsonObject node(Node node) {
    JsonObject json = new JsonObject();
    json.addProperty("id", node.id());
    json.addProperty("address", node.address());
    json.addProperty("version", node.version());
    JsonObject metadata = new JsonObject();
    node.metadata().forEach(metadata::addProperty);
    json.add("metadata", metadata);
    return json;
  }

  private static JsonObject endpoint(Method method) {
    JsonObject json = new JsonObject();
    json.addProperty("name", method.endpoint());
    json.addProperty("stream", method.serverStreaming() || method.clientStreaming());
    json.add("template", JsonParser.parseString(method.template()));
    return json;
  }
}
