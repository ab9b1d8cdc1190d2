package shippy.gateway;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A whole HTTP response.
 *
 * @param type the media type; empty if there is no body
 * @param body sent as UTF-8
 * @param headers besides that, one value each
 */
record Answer(int status, String type, String body, Map<String, String> headers) {
  static final String JSON = "application/json";
  static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  static final String NODE = "x-shippy-node";

  Answer {
    headers = Map.copyOf(headers);
  }

  static Answer empty(int status) {
    return new Answer(status, "", "", Map.of());
  }

  static Answer text(int status, String type, String body) {
    return new Answer(status, type, body, Map.of());
  }

  /** JSON with a final line feed, for terminals. */
  static Answer json(int status, JsonElement body) {
    return json(status, GSON.toJson(body));
  }

  static Answer json(int status, String body) {
    return text(status, JSON, body + "\n");
  }

  static Answer of(HttpFault fault) {
    Answer answer = json(fault.status(), fault.json());
    answer = fault.status() == 503 ? answer.with("Retry-After", "1") : answer;
    return fault.node().isEmpty() ? answer : answer.fromNode(fault.node());
  }

  Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, type, body, more);
  }

  /** Names the instance that answered; ids come from the registry and may hold anything. */
  Answer fromNode(String node) {
    return with(NODE, printable(node));
  }

  static String printable(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().limit(255).forEach(c -> out.append(c > ' ' && c < 0x7f ? (char) c : '?'));
    return out.toString();
  }
}
