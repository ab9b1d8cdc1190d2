package shippy.gateway;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.util.Optional;
import shippy.invoke.Method;

/**
 * micro's {@code POST /rpc}: {@code {"service", "endpoint" or "method", "address", "request"}} or
 * the same as a form; the header {@code Timeout} is in seconds.
 */
final class RpcPath {
  private final Calls calls;
  private final Rpc rpc;
  private final ServiceNames names;
  private final String namespace;

  RpcPath(Calls calls, Rpc rpc, ServiceNames names, String namespace) {
    this.calls = calls;
    this.rpc = rpc;
    this.names = names;
    this.namespace = namespace;
  }

  void handle(Incoming in) throws IOException {
    in.requireMethod("POST");
    String body = in.bodyText();
    boolean form = in.isForm() && !body.stripLeading().startsWith("{");
    JsonObject asked = form ? fields(Query.parse(body.strip())) : JsonBody.parse(body);
    String service = text(asked, "service").orElseThrow(() -> HttpFault.of(400, "invalid service"));
    String endpoint =
        text(asked, "endpoint")
            .or(() -> text(asked, "method"))
            .orElseThrow(() -> HttpFault.of(400, "invalid endpoint"));
    Method method =
        names.resolve(
            registered -> Route.service(namespace, service, registered),
            name -> calls.method(name, endpoint));
    Outgoing outgoing =
        text(asked, "address")
            .map(address -> calls.outgoing(in, method.service(), address))
            .orElseGet(() -> calls.outgoing(in));
    rpc.call(in, method, request(asked), outgoing);
  }

  private static JsonObject fields(Query form) {
    JsonObject json = new JsonObject();
    form.values().forEach((name, values) -> json.addProperty(name, values.get(0)));
    return json;
  }

  private static Optional<String> text(JsonObject json, String name) {
    return json.get(name) instanceof JsonPrimitive value && value.isString()
        ? Optional.of(value.getAsString()).filter(text -> !text.isBlank())
        : Optional.empty();
  }

  /** An object, or a text that holds one: forms have no other way. */
  private static String request(JsonObject asked) {
    JsonElement request = asked.get("request");
    if (request == null || request.isJsonNull()) {
      return "{}";
    }
    return text(asked, "request").orElseGet(request::toString);
  }
}
