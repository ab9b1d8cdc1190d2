package shippy.gateway.call;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import shippy.gateway.http.HttpExchange;
import shippy.gateway.http.HttpFault;
import shippy.gateway.http.Query;
import shippy.gateway.http.TextResponse;
import shippy.invoke.Method;
import shippy.invoke.Shape;

/**
 * micro's {@code api} handler: the method takes the HTTP request itself as {@code go.api.Request}
 * and returns the response as {@code go.api.Response}. Here both are JSON, by the schema of the
 * service.
 */
public final class GoApiHandler {
  private static final Set<Integer> WITHOUT_BODY = Set.of(204, 304);

  /** By these a registry shows a {@code go.api.Request}, of which it lists the short name only. */
  private static final Set<String> FIELDS =
      Set.of("method", "path", "header", "get", "post", "body", "url");

  private final CallForwarder calls;

  public GoApiHandler(CallForwarder calls) {
    this.calls = calls;
  }

  /** Whether the method takes the HTTP request itself. */
  public static boolean suits(Method method) {
    return method
        .request()
        .map(type -> type.getFullName().equals("go.api.Request"))
        .orElseGet(() -> names(method.requestShape()).equals(FIELDS));
  }

  private static Set<String> names(Shape message) {
    return message.fields().stream().map(Shape::name).collect(toUnmodifiableSet());
  }

  public void handle(HttpExchange in, Method method) throws IOException {
    if (!suits(method)) {
      throw HttpFault.of(
          501,
          "%s takes %s (expected: go.api.Request)"
              .formatted(method.endpoint(), method.requestShape().type()));
    }
    String request = request(in).toString();
    in.answer(
        calls
            .call(method, request, calls.outgoing(in))
            .thenApply(reply -> answer(JsonBody.parse(reply.json()), in).fromNode(reply.node())));
  }

  private static JsonObject request(HttpExchange in) throws IOException {
    JsonObject json = new JsonObject();
    String body = in.bodyText();
    json.addProperty("method", in.rawMethod());
    json.addProperty("path", "/" + String.join("/", in.path()));
    Map<String, List<String>> headers = in.headers();
    headers.remove("Content-Encoding"); // the body is unpacked
    json.add("header", pairs(headers));
    json.add("get", pairs(in.query().values()));
    json.add("post", pairs(in.isForm() ? Query.parse(body).values() : Map.of()));
    json.addProperty("body", in.isForm() ? "" : body);
    json.addProperty("url", in.target());
    return json;
  }

  private static JsonObject pairs(Map<String, List<String>> values) {
    JsonObject json = new JsonObject();
    values.forEach(
        (name, list) -> {
          JsonArray all = new JsonArray();
          list.forEach(all::add);
          JsonObject pair = new JsonObject();
          pair.addProperty("key", name);
          pair.add("values", all);
          json.add(name, pair);
        });
    return json;
  }

  private static TextResponse answer(JsonObject response, HttpExchange in) {
    int status = number(response.get("statusCode"));
    if (status != 0 && (status < 200 || status > 599)) {
      throw HttpFault.of(502, "statusCode: %d (expected: 200-599)".formatted(status));
    }
    String type = TextResponse.JSON;
    for (Map.Entry<String, List<String>> header : headers(response).entrySet()) {
      if (header.getKey().equalsIgnoreCase("Content-Type")) {
        type = String.join(", ", header.getValue());
      } else {
        in.answerHeaders().set(header.getKey(), header.getValue());
      }
    }
    String body = response.get("body") instanceof JsonPrimitive text ? text.getAsString() : "";
    boolean bodiless = body.isEmpty() || WITHOUT_BODY.contains(status);
    return new TextResponse(
        status == 0 ? 200 : status, bodiless ? "" : type, bodiless ? "" : body, Map.of());
  }

  private static int number(JsonElement value) {
    return value instanceof JsonPrimitive number ? number.getAsInt() : 0;
  }

  /** The well-formed ones: a line feed in a value would begin another header. */
  private static Map<String, List<String>> headers(JsonObject response) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    if (response.get("header") instanceof JsonObject pairs) {
      pairs.entrySet().stream()
          .filter(entry -> entry.getKey().matches("[\\w!#$%&'*+.^`|~-]+"))
          .forEach(entry -> headers.put(entry.getKey(), values(entry.getValue())));
    }
    return HopByHop.without(headers);
  }

  private static List<String> values(JsonElement pair) {
    if (!(pair instanceof JsonObject object && object.get("values") instanceof JsonArray values)) {
      return List.of();
    }
    return values.asList().stream()
        .map(JsonElement::getAsString)
        .filter(text -> text.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f)))
        .toList();
  }
}
