package shippy.consignment.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.consignment.cli.Cli.Result;

/** The traces of commands, as a receiver of Zipkin's JSON gets them. */
class CommandTracesTest {
  @TempDir Path folder = Path.of("");
  private final List<JsonObject> spans = new CopyOnWriteArrayList<>();
  private final HttpServer receiver;
  private final FakeService service;

  CommandTracesTest() throws IOException {
    service = new FakeService();
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/api/v2/spans", this::take);
    receiver.start();
  }

  private void take(HttpExchange request) throws IOException {
    String json = new String(request.getRequestBody().readAllBytes(), UTF_8);
    for (JsonElement span : JsonParser.parseString(json).getAsJsonArray()) {
      spans.add(span.getAsJsonObject());
    }
    request.sendResponseHeaders(202, -1);
    request.close();
  }

  @AfterEach
  void stop() {
    service.close();
    receiver.stop(0);
  }

  @Test
  void all_calls_of_a_command_are_one_trace() throws IOException {
    Path file = folder.resolve("three.jsonl");
    Files.writeString(
        file,
        """
        {"id": "a", "weight": 1, "containers": [{"customer_id": "c"}]}
        {"id": "b", "weight": 1, "containers": [{"customer_id": "c"}]}
        {"id": "c", "weight": 1, "containers": [{"customer_id": "c"}]}
        """);
    Result result = run("create", file.toString());
    assertThat(result.err()).startsWith("3: 3 created");
    assertThat(spans).hasSize(4);
    JsonObject root = roots().get(0);
    assertThat(text(root, "name")).isEqualTo("create");
    assertThat(root.getAsJsonObject("localEndpoint").get("serviceName").getAsString())
        .isEqualTo("consignment-cli");
    assertThat(spans).extracting(span -> text(span, "traceId")).containsOnly(text(root, "traceId"));
    assertThat(spans.stream().filter(span -> span.has("parentId")))
        .allSatisfy(
            call -> {
              assertThat(text(call, "parentId")).isEqualTo(text(root, "id"));
              assertThat(text(call, "kind")).isEqualTo("CLIENT");
              assertThat(text(call, "name"))
                  .isEqualTo("shippy.service.consignment.ShippingService/CreateConsignment");
            });
  }

  @Test
  void each_command_of_a_session_is_a_trace() {
    Result result = new Cli().stdin("list\nget none\n").run(flags());
    assertThat(result.code()).isOne();
    assertThat(roots()).extracting(root -> text(root, "name")).containsExactly("list", "get");
    Map<String, List<JsonObject>> traces =
        spans.stream().collect(groupingBy(span -> text(span, "traceId")));
    assertThat(traces).hasSize(2);
    assertThat(traces.values()).allMatch(trace -> trace.size() > 1);
  }

  @Test
  void file_without_a_command_is_a_create_and_all_of_a_sample_of_none_is_nothing()
      throws IOException {
    Path file = folder.resolve("one.json");
    Files.writeString(
        file, "{\"id\": \"a\", \"weight\": 1, \"containers\": [{\"customer_id\": \"c\"}]}");
    assertThat(run(file.toString(), "--trace_sample=0").code()).isZero();
    assertThat(spans).isEmpty();
    assertThat(run(file.toString()).code()).isZero();
    assertThat(spans.stream().map(span -> text(span, "name")).collect(toSet()))
        .containsExactlyInAnyOrder(
            "create", "shippy.service.consignment.ShippingService/CreateConsignment");
  }

  @Test
  void malformed_endpoint_is_a_usage_error() {
    Result result = new Cli().run("list", "--trace_endpoint=jaeger+http://h:14268/api/traces");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("otlp://host:4317, which Jaeger takes");
  }

  private Result run(String... args) {
    return new Cli().run(Stream.concat(Stream.of(args), Stream.of(flags())).toArray(String[]::new));
  }

  private String[] flags() {
    return new String[] {
      service.address(), "--trace_endpoint=zipkin://127.0.0.1:" + receiver.getAddress().getPort()
    };
  }

  private List<JsonObject> roots() {
    return spans.stream().filter(span -> !span.has("parentId")).toList();
  }

  private static String text(JsonObject span, String member) {
    return span.get(member).getAsString();
  }
}
