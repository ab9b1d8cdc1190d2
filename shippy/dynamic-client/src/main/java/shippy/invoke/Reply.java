package shippy.invoke;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * The answer to a call.
 *
 * @param json the message, with the field names of the {@code .proto} file, in one line
 * @param node the id of the instance that answered, else its address
 * @param headers sent by the service before the answer; text only
 * @param trailers sent by the service after the answer; text only
 */
public record Reply(
    String json, String node, Map<String, String> headers, Map<String, String> trailers) {
  public Reply {
    requireNonNull(json, "json");
    requireNonNull(node, "node");
    headers = Map.copyOf(headers);
    trailers = Map.copyOf(trailers);
  }
}
