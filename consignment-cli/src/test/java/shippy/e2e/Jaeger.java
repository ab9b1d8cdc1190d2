package shippy.e2e;

import static java.util.stream.Collectors.toMap;

import com.google.protobuf.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import shippy.testkit.CommandHarness;
import shippy.testkit.FreePorts;

/** Jaeger 2 with its traces in memory; it takes OTLP alone, and ends with the sandbox. */
final class Jaeger implements TraceStore {
  private static final String CONFIG =
      """
      service:
        extensions: [jaeger_storage, jaeger_query]
        pipelines:
          traces: {receivers: [otlp], exporters: [jaeger_storage_exporter]}
        telemetry:
          metrics: {level: none}
      extensions:
        jaeger_storage:
          backends:
            kept: {memory: {max_traces: 10000}}
        jaeger_query:
          storage: {traces: kept}
          http: {endpoint: 127.0.0.1:%d}
          grpc: {endpoint: 127.0.0.1:%d}
      receivers:
        otlp:
          protocols:
            grpc: {endpoint: 127.0.0.1:%d}
            http: {endpoint: 127.0.0.1:%d}
      exporters:
        jaeger_storage_exporter: {trace_storage: kept}
      """;

  private final List<Integer> ports = FreePorts.find(4);
  private final Api api = new Api(URI.create("http://127.0.0.1:" + ports.get(0)));

  /** Returns when it takes spans. */
  Jaeger(Sandbox sandbox) {
    CommandHarness program =
        sandbox.program(CommandHarness.program(Receivers.file("jaeger").toString()));
    program.start("--config=" + config(program)).awaitLine("Everything is ready", Sandbox.START);
  }

  private Path config(CommandHarness program) {
    try {
      return Files.writeString(
          program.home().resolve("jaeger.yaml"), CONFIG.formatted(ports.toArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For {@code --trace_endpoint}, over gRPC. */
  String grpcEndpoint() {
    return "otlp://127.0.0.1:" + ports.get(2);
  }

  /** For {@code --trace_endpoint}, over HTTP. */
  String httpEndpoint() {
    return "otlp+http://127.0.0.1:" + ports.get(3);
  }

  @Override
  public List<StoredSpan> spans(String service) {
    String traces = api.get("/api/traces?limit=1000&service=" + service).body();
    return Json.list(Json.value(traces), "data").stream().flatMap(Jaeger::spans).toList();
  }

  private static Stream<StoredSpan> spans(Value trace) {
    Value processes = Json.member(trace, "processes");
    return Json.list(trace, "spans").stream()
        .map(span -> span(span, Json.member(processes, Json.text(span, "processID"))));
  }

  private static StoredSpan span(Value span, Value process) {
    Map<String, String> tags =
        Stream.concat(Json.list(span, "tags").stream(), Json.list(process, "tags").stream())
            .collect(toMap(tag -> Json.text(tag, "key"), Jaeger::value, (first, second) -> first));
    return new StoredSpan(
        Json.text(span, "traceID"),
        Json.text(span, "spanID"),
        Json.list(span, "references").stream()
            .map(reference -> Json.text(reference, "spanID"))
            .findFirst()
            .orElse(""),
        Json.text(process, "serviceName"),
        tags.getOrDefault("span.kind", ""),
        Json.text(span, "operationName"),
        tags);
  }

  private static String value(Value tag) {
    Value value = Json.member(tag, "value");
    return value.hasNumberValue()
        ? Long.toString((long) value.getNumberValue())
        : value.getStringValue();
  }
}
