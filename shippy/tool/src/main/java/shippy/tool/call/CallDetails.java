package shippy.tool.call;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.core.JsonGenerator;
import io.grpc.Metadata;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import shippy.console.output.Output;
import shippy.invoke.FailedCall;
import shippy.invoke.Reply;

/** What {@code call -v} tells besides the answer: who gave it, how fast, headers and trailers. */
record CallDetails(String method, Reply reply, Duration took) {
  /** Writes it to standard error. */
  void tell(Output output) {
    StringBuilder text = new StringBuilder();
    lines("header", reply.headers(), text);
    lines("trailer", reply.trailers(), text);
    String node = reply.node().isEmpty() ? "unknown" : reply.node();
    text.append("%s: answered by %s in %s".formatted(method, node, millis(took)));
    for (String line : text.toString().split("\n", -1)) {
      output.remark(line);
    }
    if (output.format().isStructured()) {
      output.tell("", this::write);
    }
  }

  /** What there is of a call that failed. */
  static void tell(String method, FailedCall failure, Duration took, Output output) {
    Metadata trailers = requireNonNullElse(failure.getTrailers(), new Metadata());
    trailers.keys().stream()
        .filter(name -> !name.endsWith(Metadata.BINARY_HEADER_SUFFIX))
        .sorted()
        .map(name -> Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER))
        .forEach(key -> output.remark("trailer %s: %s".formatted(key.name(), trailers.get(key))));
    output.remark("%s: failed after %s".formatted(method, millis(took)));
  }

  private static void lines(String kind, Map<String, String> pairs, StringBuilder text) {
    new TreeMap<>(pairs)
        .forEach((name, value) -> text.append("%s %s: %s\n".formatted(kind, name, value)));
  }

  private static String millis(Duration took) {
    return "%.1f ms".formatted(took.toNanos() / 1e6);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("method", method);
    json.writeStringField("node", reply.node());
    json.writeNumberField("micros", took.toNanos() / 1_000);
    pairs("headers", reply.headers(), json);
    pairs("trailers", reply.trailers(), json);
    json.writeEndObject();
  }

  private static void pairs(String name, Map<String, String> pairs, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> pair : new TreeMap<>(pairs).entrySet()) {
      json.writeStringField(pair.getKey(), pair.getValue());
    }
    json.writeEndObject();
  }
}
