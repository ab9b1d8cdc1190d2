package shippy.e2e;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Value;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import shippy.testkit.CommandHarness;
import shippy.testkit.FreePorts;

/** Zipkin's own server, with its spans in memory; ends with the sandbox. */
final class Zipkin implements TraceStore {
  private final int port = FreePorts.find(1).get(0);
  private final Api api = new Api(URI.create("http://127.0.0.1:" + port));

  /** Returns when it takes spans. */
  Zipkin(Sandbox sandbox) {
    sandbox
        .program(CommandHarness.jar(Receivers.file("zipkin.jar")))
        .env("QUERY_PORT", Integer.toString(port))
        .start()
        .awaitLine("Serving HTTP at", Sandbox.START);
    // Its first answer takes longer than a program waits at its end.
    String any = "[{\"traceId\":\"1\",\"id\":\"1\"}]";
    HttpRequest first =
        api.request("/api/v2/spans").POST(HttpRequest.BodyPublishers.ofString(any)).build();
    assertThat(api.send(first).statusCode()).isEqualTo(202);
  }

  /** For {@code --trace_endpoint}. */
  String endpoint() {
    return "zipkin://127.0.0.1:" + port;
  }

  @Override
  public List<StoredSpan> spans(String service) {
    String traces = api.get("/api/v2/traces?limit=1000&serviceName=" + service).body();
    return Json.value(traces).getListValue().getValuesList().stream()
        .flatMap(trace -> trace.getListValue().getValuesList().stream())
        .map(Zipkin::span)
        .toList();
  }

  private static StoredSpan span(Value span) {
    Value endpoint = Json.member(span, "localEndpoint");
    return new StoredSpan(
        Json.text(span, "traceId"),
        Json.text(span, "id"),
        Json.text(span, "parentId"),
        Json.text(endpoint, "serviceName"),
        Json.text(span, "kind"),
        Json.text(span, "name"),
        Json.member(span, "tags").getStructValue().getFieldsMap().entrySet().stream()
            .collect(toMap(tag -> tag.getKey(), tag -> tag.getValue().getStringValue())));
  }
}
