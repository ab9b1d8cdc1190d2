package shippy.gateway.http;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonObject;
import java.util.Map;

/** An error that a request is answered with, in go-micro's form and with a hint. */
public final class HttpFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The id of an error of the gateway itself; an error of a service has the service's name. */
  static final String GATEWAY = "shippy.api";

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(408, "Request Timeout"),
          Map.entry(409, "Conflict"),
          Map.entry(413, "Request Entity Too Large"),
          Map.entry(414, "Request URI Too Long"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(417, "Expectation Failed"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(431, "Request Header Fields Too Large"),
          Map.entry(499, "Client Closed Request"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(504, "Gateway Timeout"),
          Map.entry(505, "HTTP Version Not Supported"));

  private final String id;
  private final int status;
  private final String detail;
  private final String hint;
  private final String node;

  private HttpFault(String id, int status, String detail, String hint, String node) {
    super(requireNonNull(detail, "detail"), null, false, false); // expected: needs no stack trace
    this.id = requireNonNull(id, "id");
    this.status = status;
    this.detail = detail;
    this.hint = requireNonNull(hint, "hint");
    this.node = requireNonNull(node, "node");
  }

  public static HttpFault of(int status, String detail) {
    return new HttpFault(GATEWAY, status, detail, "", "");
  }

  public HttpFault hint(String text) {
    return new HttpFault(id, status, detail, text, node);
  }

  /** This fault as an error of the service. */
  public HttpFault from(String service) {
    return new HttpFault(service, status, detail, hint, node);
  }

  /** This fault as the answer of one instance; empty if none was reached. */
  public HttpFault by(String instance) {
    return new HttpFault(id, status, detail, hint, instance);
  }

  public int status() {
    return status;
  }

  String hint() {
    return hint;
  }

  String node() {
    return node;
  }

  /** {@code {"id":…,"code":…,"detail":…,"status":…,"hint":…}}; without a hint if there is none. */
  public JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("code", status);
    json.addProperty("detail", detail);
    json.addProperty("status", NAMES.getOrDefault(status, ""));
    if (!hint.isEmpty()) {
      json.addProperty("hint", hint);
    }
    return json;
  }
}
