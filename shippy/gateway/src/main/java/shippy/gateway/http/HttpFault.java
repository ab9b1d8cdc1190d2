package shippy.gateway.http;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonObject;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.HashMap;
import java.util.Map;

/** An error that a request is answered with, in go-micro's form and with a hint. */
public final class HttpFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The id of an error of the gateway itself; an error of a service has the service's name. */
  static final String GATEWAY = "shippy.api";

  /** Where go-micro's names differ from Netty's. */
  private static final Map<Integer, String> NAMES =
      Map.of(414, "Request URI Too Long", 499, "Client Closed Request");

  private final String id;
  private final int status;
  private final String detail;
  private final String hint;
  private final Map<String, String> headers;

  private HttpFault(
      String id, int status, String detail, String hint, Map<String, String> headers) {
    super(requireNonNull(detail, "detail"), null, false, false); // expected: needs no stack trace
    this.id = requireNonNull(id, "id");
    this.status = status;
    this.detail = detail;
    this.hint = requireNonNull(hint, "hint");
    this.headers = Map.copyOf(headers);
  }

  public static HttpFault of(int status, String detail) {
    Map<String, String> headers = status == 503 ? Map.of("Retry-After", "1") : Map.of();
    return new HttpFault(GATEWAY, status, detail, "", headers);
  }

  public HttpFault hint(String text) {
    return new HttpFault(id, status, detail, text, headers);
  }

  /** This fault as an error of the service. */
  public HttpFault from(String service) {
    return new HttpFault(service, status, detail, hint, headers);
  }

  /** This fault as the answer of one instance; empty if none was reached. */
  public HttpFault by(String instance) {
    return instance.isEmpty() ? this : with(TextResponse.NODE, TextResponse.printable(instance));
  }

  HttpFault with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new HttpFault(id, status, detail, hint, more);
  }

  public int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  /** {@code {"id":…,"code":…,"detail":…,"status":…,"hint":…}}; without a hint if there is none. */
  public JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("code", status);
    json.addProperty("detail", detail);
    String name = HttpResponseStatus.valueOf(status).reasonPhrase();
    json.addProperty("status", NAMES.getOrDefault(status, name));
    if (!hint.isEmpty()) {
      json.addProperty("hint", hint);
    }
    return json;
  }
}
