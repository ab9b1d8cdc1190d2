package shippy.gateway.call;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.List;
import shippy.gateway.http.HttpExchange;
import shippy.gateway.http.TextResponse;
import shippy.invoke.Method;
import shippy.registry.Node;
import shippy.registry.Registry;

/** {@code GET /services} and {@code GET /services/{name}}: what is registered and can be called. */
public final class ServicesPath {
  private final Registry registry;
  private final CallForwarder calls;

  public ServicesPath(Registry registry, CallForwarder calls) {
    this.registry = registry;
    this.calls = calls;
  }

  public void all(HttpExchange in) throws IOException {
    in.requireMethod("GET");
    JsonArray services = new JsonArray();
    for (String name : registry.services()) {
      JsonObject service = new JsonObject();
      service.addProperty("name", name);
      services.add(service);
    }
    JsonObject json = new JsonObject();
    json.add("services", services);
    in.answer(TextResponse.json(200, json));
  }

  public void one(HttpExchange in, String name) throws IOException {
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
    in.answer(TextResponse.json(200, json));
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
