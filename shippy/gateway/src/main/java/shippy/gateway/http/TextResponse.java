package shippy.gateway.http;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A whole HTTP response.
 *
 * @param type the media type; empty if there is no body
 * @param body sent as UTF-8
 * @param headers further ones, with one value each
 */
public record TextResponse(int status, String type, String body, Map<String, String> headers) {
  public static final String JSON = "application/json";
  public static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .disableHtmlEscaping()
          .create();

  public static final String NODE = "x-shippy-node";

  public TextResponse {
    headers = Map.copyOf(headers);
  }

  public static TextResponse empty(int status) {
    return new TextResponse(status, "", "", Map.of());
  }

  public static TextResponse text(int status, String type, String body) {
    return new TextResponse(status, type, body, Map.of());
  }

  /** A record or a tree as JSON. A line feed ends it, for terminals. */
  public static TextResponse json(int status, Object body) {
    return json(status, GSON.toJson(body));
  }

  public static TextResponse json(int status, String body) {
    return text(status, JSON, body + "\n");
  }

  static TextResponse of(HttpFault fault) {
    return new TextResponse(
        fault.status(), JSON, GSON.toJson(fault.json()) + "\n", fault.headers());
  }

  public TextResponse with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new TextResponse(status, type, body, more);
  }

  /** Names the instance that answered; ids come from the registry and may hold anything. */
  public TextResponse fromNode(String node) {
    return with(NODE, printable(node));
  }

  public static String printable(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().limit(255).forEach(c -> out.append(c > ' ' && c < 0x7f ? (char) c : '?'));
    return out.toString();
  }
}
