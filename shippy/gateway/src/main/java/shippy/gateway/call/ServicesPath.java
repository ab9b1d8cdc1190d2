package shippy.gateway.call;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import shippy.gateway.http.HttpExchange;
import shippy.gateway.http.TextResponse;
import shippy.invoke.HttpMapping;
import shippy.invoke.Invoker;
import shippy.invoke.Method;
import shippy.invoke.Shape;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.stats.ScrapeTargets;

/** {@code GET /services} and {@code GET /services/{name}}: what is registered and can be called. */
public final class ServicesPath {
  private record Names(List<Name> services) {}

  private record Name(String name) {}

  private record Description(
      String name, @Nullable String doc, List<Instance> nodes, List<Endpoint> endpoints) {}

  private record Instance(
      String id, String address, String version, Map<String, String> metadata) {}

  /** What is null is left out: the service does not tell, or there is none. */
  private record Endpoint(
      String name,
      boolean stream,
      JsonElement template,
      @Nullable String doc,
      @Nullable List<String> http,
      @Nullable List<Field> fields) {}

  private record Field(
      String name, String type, @Nullable String doc, @Nullable List<Field> fields) {}

  private final Registry registry;
  private final CallForwarder calls;
  private final ScrapeTargets targets;

  public ServicesPath(Registry registry, CallForwarder calls, Invoker invoker) {
    this.registry = registry;
    this.calls = calls;
    this.targets = new ScrapeTargets(registry, invoker::nodes);
  }

  public void all(HttpExchange in) throws IOException {
    in.requireMethod("GET");
    Names names = new Names(registry.services().stream().map(Name::new).toList());
    in.answer(TextResponse.json(200, names));
  }

  public void one(HttpExchange in, String name) throws IOException {
    in.requireMethod("GET");
    List<Method> methods = calls.methods(name);
    List<Endpoint> endpoints = methods.stream().map(ServicesPath::endpoint).toList();
    String doc = methods.stream().map(Method::serviceDoc).findFirst().orElse("");
    List<Instance> nodes = calls.nodes(name).stream().map(ServicesPath::instance).toList();
    in.answer(TextResponse.json(200, new Description(name, told(doc), nodes, endpoints)));
  }

  /** {@code GET /prometheus/targets}: where the metrics of all instances are. */
  public void targets(HttpExchange in) throws IOException {
    in.requireMethod("GET");
    in.answer(TextResponse.json(200, targets.read()));
  }

  private static Instance instance(Node node) {
    return new Instance(node.id(), node.address(), node.version(), node.metadata());
  }

  private static Endpoint endpoint(Method method) {
    boolean stream = method.serverStreaming() || method.clientStreaming();
    List<String> http = method.http().stream().map(HttpMapping::toString).toList();
    return new Endpoint(
        method.endpoint(),
        stream,
        JsonParser.parseString(method.template()),
        told(method.doc()),
        http.isEmpty() ? null : http,
        method.request().isPresent() ? fields(method.requestShape()) : null);
  }

  private static @Nullable List<Field> fields(Shape message) {
    List<Field> fields =
        message.fields().stream()
            .map(field -> new Field(field.name(), field.type(), told(field.doc()), fields(field)))
            .toList();
    return fields.isEmpty() ? null : fields;
  }

  private static @Nullable String told(String doc) {
    return doc.isEmpty() ? null : doc;
  }
}
