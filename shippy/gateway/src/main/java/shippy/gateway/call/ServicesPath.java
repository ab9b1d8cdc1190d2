package shippy.gateway.call;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import shippy.gateway.http.HttpExchange;
import shippy.gateway.http.TextResponse;
import shippy.invoke.Method;
import shippy.registry.Node;
import shippy.registry.Registry;

/** {@code GET /services} and {@code GET /services/{name}}: what is registered and can be called. */
public final class ServicesPath {
  private record Names(List<Name> services) {}

  private record Name(String name) {}

  private record Description(String name, List<Instance> nodes, List<Endpoint> endpoints) {}

  private record Instance(
      String id, String address, String version, Map<String, String> metadata) {}

  private record Endpoint(String name, boolean stream, JsonElement template) {}

  private final Registry registry;
  private final CallForwarder calls;

  public ServicesPath(Registry registry, CallForwarder calls) {
    this.registry = registry;
    this.calls = calls;
  }

  public void all(HttpExchange in) throws IOException {
    in.requireMethod("GET");
    Names names = new Names(registry.services().stream().map(Name::new).toList());
    in.answer(TextResponse.json(200, names));
  }

  public void one(HttpExchange in, String name) throws IOException {
    in.requireMethod("GET");
    List<Endpoint> endpoints = calls.methods(name).stream().map(ServicesPath::endpoint).toList();
    List<Instance> nodes = calls.nodes(name).stream().map(ServicesPath::instance).toList();
    in.answer(TextResponse.json(200, new Description(name, nodes, endpoints)));
  }

  private static Instance instance(Node node) {
    return new Instance(node.id(), node.address(), node.version(), node.metadata());
  }

  private static Endpoint endpoint(Method method) {
    boolean stream = method.serverStreaming() || method.clientStreaming();
    return new Endpoint(method.endpoint(), stream, JsonParser.parseString(method.template()));
  }
}
