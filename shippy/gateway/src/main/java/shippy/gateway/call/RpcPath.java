package shippy.gateway.call;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.util.Optional;
import shippy.gateway.http.HttpExchange;
import shippy.gateway.http.HttpFault;
import shippy.gateway.http.Query;
import shippy.invoke.Method;

/**
 * micro's {@code POST /rpc}: {@code {"service", "endpoint" or "method", "address", "request"}} or
 * the same as a form; the header {@code Timeout} is in seconds.
 */
public final class RpcPath {
  private final CallForwarder calls;
  private final RpcHandler rpc;
  private final ServiceNames names;
  private final String namespace;

  public RpcPath(CallForwarder calls, RpcHandler rpc, ServiceNames names, String namespace) {
    this.calls = calls;
    this.rpc = rpc;
    this.names = names;
    this.namespace = namespace;
  }

  public void handle(HttpExchange in) throws IOException {
    in.requireMethod("POST");
    String body = in.bodyText();
    JsonObject asked = in.form(body).map(RpcPath::fields).orElseGet(() -> JsonBody.parse(body));
    String service = text(asked, "service").orElseThrow(() -> HttpFault.of(400, "invalid service"));
    String endpoint =
        text(asked, "endpoint")
            .or(() -> text(asked, "method"))
            .orElseThrow(() -> HttpFault.of(400, "invalid endpoint"));
    Method method =
        names.resolve(
            registered -> Route.service(namespace, service, registered),
            name -> calls.method(name, endpoint));
    CallForwarder.Outgoing outgoing =
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

  /** An object, or a text that holds one, as in a form. */
  private static String request(JsonObject asked) {
    JsonElement request = asked.get("request");
    if (request == null || request.isJsonNull()) {
      return "{}";
    }
    return text(asked, "request").orElseGet(request::toString);
  }
}
