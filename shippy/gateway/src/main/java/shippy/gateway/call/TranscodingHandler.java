package shippy.gateway.call;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import shippy.gateway.http.HttpExchange;
import shippy.gateway.http.HttpFault;
import shippy.gateway.http.Query;
import shippy.invoke.Method;
import shippy.transcoding.HttpBinding;

/**
 * Requests that {@code google.api.http} declares: path, query and body together are the message.
 */
public final class TranscodingHandler {
  private final CallForwarder calls;
  private final RpcHandler rpc;

  public TranscodingHandler(CallForwarder calls, RpcHandler rpc) {
    this.calls = calls;
    this.rpc = rpc;
  }

  public void handle(HttpExchange in, HttpBinding.Match match) throws IOException {
    HttpBinding binding = match.binding();
    String request = request(in, binding, match.values());
    rpc.call(in, binding.method(), request, calls.outgoing(in), json -> answer(binding, json));
  }

  private String request(HttpExchange in, HttpBinding binding, Map<String, String> inPath)
      throws IOException {
    Method method = binding.method();
    JsonObject path = rpc.values("path", inPath(inPath), method);
    if (!binding.takesWhole()) {
      return JsonBody.merge(parts(in, binding, inPath), path).toString();
    }
    if (!in.query().isEmpty()) {
      throw HttpFault.of(
          400,
          "query: \"%s\" (expected: none, %s takes its fields from path and body)"
              .formatted(in.query().values().keySet().iterator().next(), method.endpoint()));
    }
    String body = rpc.request(in, method);
    if (inPath.isEmpty()) {
      return body;
    }
    calls.check(method, body);
    JsonObject json = JsonBody.parse(body);
    inPath.keySet().forEach(name -> remove(json, method.request().orElseThrow(), name));
    return JsonBody.merge(json, path).toString();
  }

  private static Query inPath(Map<String, String> values) {
    return new Query(
        values.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue()))));
  }

  /** Query and body, if the body is none or holds one field. */
  private JsonObject parts(HttpExchange in, HttpBinding binding, Map<String, String> inPath)
      throws IOException {
    Method method = binding.method();
    Query query = in.query();
    query.values().keySet().forEach(name -> requireFree(name, binding, inPath));
    JsonObject json = rpc.values("query", query, method);
    String body = in.bodyText();
    if (binding.body().isEmpty()) {
      requireNone(body, method);
    } else if (!body.isBlank()) {
      JsonBody.requireValue(body);
      String field = binding.body().get();
      String held = "{\"%s\":%s}".formatted(field, body);
      calls.check(method, held, "body");
      json.add(field, JsonParser.parseString(held).getAsJsonObject().get(field));
    }
    return json;
  }

  private static void requireFree(String name, HttpBinding binding, Map<String, String> inPath) {
    String first = name.split("\\.", 2)[0];
    boolean inBody = binding.body().filter(first::equals).isPresent();
    if (inBody || inPath.containsKey(name)) {
      throw HttpFault.of(
          400, "query: \"%s\" is given by the %s".formatted(name, inBody ? "body" : "path"));
    }
  }

  private static void requireNone(String body, Method method) {
    if (!body.isBlank() && !body.strip().equals("{}")) {
      throw HttpFault.of(
              400,
              "body: %d characters (expected: none, %s takes its fields from path and query)"
                  .formatted(body.length(), method.endpoint()))
          .hint("leave the body out, or declare body: \"*\" in the proto file");
    }
  }

  /** What is in the path counts, under whichever name the body has it too. */
  private static void remove(JsonObject json, Descriptor request, String path) {
    String[] names = path.split("\\.", -1);
    JsonObject at = json;
    Descriptor type = request;
    for (int i = 0; i < names.length; i++) {
      FieldDescriptor field = type.findFieldByName(names[i]);
      JsonElement other = at.remove(field.getJsonName());
      JsonElement value = other == null ? at.remove(names[i]) : other;
      if (i == names.length - 1 || !(value instanceof JsonObject inner)) {
        return;
      }
      at.add(names[i], inner);
      at = inner;
      type = field.getMessageType();
    }
  }

  private static String answer(HttpBinding binding, String json) {
    return binding
        .responseBody()
        .map(field -> part(JsonParser.parseString(json).getAsJsonObject(), field).toString())
        .orElse(json);
  }

  /** Answers leave out what has no value; here that is all there is. */
  private static JsonElement part(JsonObject reply, FieldDescriptor field) {
    JsonElement value = reply.get(field.getName());
    if (value != null) {
      return value;
    }
    if (field.isRepeated()) {
      return field.isMapField() ? new JsonObject() : new JsonArray();
    }
    return switch (field.getJavaType()) {
      case INT, FLOAT, DOUBLE -> new JsonPrimitive(0);
      case LONG -> new JsonPrimitive("0");
      case BOOLEAN -> new JsonPrimitive(false);
      case STRING, BYTE_STRING -> new JsonPrimitive("");
      case ENUM -> new JsonPrimitive(field.getEnumType().getValue(0).getName());
      case MESSAGE -> JsonNull.INSTANCE;
    };
  }
}
