package shippy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.problem.Problem;
import shippy.registry.Endpoint;
import shippy.registry.HostPort;
import shippy.registry.Node;
import shippy.testkit.GoMicroServer;
import shippy.testkit.ReflectionServer;

/** The gateway before vessel services of go-micro, alone and beside one of ours. */
class GoServicesTest {
  private static final String VESSEL = "shippy.service.vessel";
  private static final String FIND = "/vessel/vesselService/findAvailable";

  private final GatewayFixture gateway =
      new GatewayFixture(
          new GatewayOptions(
              new HostPort("127.0.0.1", 0),
              HandlerKind.META,
              "shippy.service",
              false,
              true,
              new Problem.Fix("start", "")));
  private final GoMicroServer one = new GoMicroServer();
  private final GoMicroServer two = new GoMicroServer("::1");
  private final ReflectionServer java = new ReflectionServer("j", ReflectionServer.Version.V1);

  @AfterEach
  void close() {
    gateway.close();
    one.close();
    two.close();
    java.close();
  }

  private void register(Node... nodes) {
    Stream.of(nodes).forEach(node -> gateway.registry.register(node, Duration.ofHours(1)));
  }

  private void registerBoth() {
    register(one.node(VESSEL, "go-1"), two.node(VESSEL, "go-2"));
  }

  private static JsonObject json(RawConnection.Response response) {
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }

  @Test
  void body_is_sent_as_json() throws IOException {
    registerBoth();

    RawConnection.Response found = gateway.post(FIND, "{\"capacity\":4}");

    assertThat(json(found).getAsJsonObject("vessel").get("capacity").getAsInt()).isEqualTo(4);
    assertThat(found.header("x-shippy-node")).startsWith("go-");
    assertThat(Stream.concat(one.asked.stream(), two.asked.stream()))
        .contains(VESSEL + ".VesselService/FindAvailable application/grpc+json");
  }

  @Test
  void query_is_sent_as_json() throws IOException {
    registerBoth();

    assertThat(json(gateway.get(FIND + "?capacity=4")).getAsJsonObject("vessel").get("capacity"))
        .hasToString("4");
  }

  @Test
  void truth_value_of_a_query_is_one_of_json() throws IOException {
    registerBoth();
    String create = "/vessel/vesselService/create";

    assertThat(json(gateway.get(create + "?capacity=4&available=true")).has("created")).isTrue();
    assertThat(gateway.get(create + "?available=yes").status()).isEqualTo(400);
    assertThat(gateway.get(create + "?id=a&id=b").status()).isEqualTo(400);
  }

  @Test
  void rpc_reaches_each_address() throws IOException {
    registerBoth();
    for (Node node : List.of(one.node(VESSEL, "go-1"), two.node(VESSEL, "go-2"))) {
      String body =
          "{\"service\":\"%s\",\"endpoint\":\"VesselService.Create\",\"address\":\"%s\"}"
              .formatted(VESSEL, node.address());

      RawConnection.Response created = gateway.post("/rpc", body);

      assertThat(json(created).get("created").getAsBoolean()).isTrue();
      assertThat(created.header("x-shippy-node")).isEqualTo(node.id());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "{\"capacity\":-404}, 404, as asked (from go.vessel)",
    "{\"capacity\":-412}, 400, as asked",
    "{\"capacity\":-1}, 500, plain",
    "{\"capacty\":1}, 400, unknown field",
    "{\"capacity\":, 400, request:1:"
  })
  void error_has_its_status_and_plain_text(String body, int status, String text)
      throws IOException {
    registerBoth();

    RawConnection.Response response = gateway.post(FIND, body);

    assertThat(response.status()).isEqualTo(status);
    assertThat(JsonParser.parseString(response.body()).getAsJsonObject().get("detail").toString())
        .contains(text);
  }

  @Test
  void stream_is_sent_line_by_line() throws IOException {
    registerBoth();

    RawConnection.Response track = gateway.post("/vessel/vesselService/track", "{}");

    assertThat(track.status()).isEqualTo(200);
    assertThat(track.body().lines()).hasSize(2);
  }

  @Test
  void description_has_what_is_listed() throws IOException {
    registerBoth();

    JsonObject description = json(gateway.get("/services/" + VESSEL));

    assertThat(description.getAsJsonArray("endpoints").toString())
        .contains(
            "{\"name\":\"VesselService.FindAvailable\",\"stream\":false,"
                + "\"template\":{\"capacity\":0,\"max_weight\":0}}",
            "{\"name\":\"VesselService.Track\",\"stream\":true");
  }

  @Test
  void mixed_fleet_answers_each_time() throws IOException {
    registerBoth();
    Endpoint.Value none = new Endpoint.Value("", "", List.of());
    List<Endpoint> endpoints =
        Stream.of("VesselService.GetVessels", "VesselService.Create")
            .map(name -> new Endpoint(name, none, none, Map.of()))
            .toList();
    String address = java.address().toString();
    register(new Node(VESSEL, "java", "latest", address, Map.of(), endpoints));

    for (int i = 0; i < 30; i++) {
      RawConnection.Response all = gateway.post("/vessel/vesselService/getVessels", "{}");
      assertThat(json(all).getAsJsonArray("vessels")).hasSize(1);
      assertThat(all.header("x-shippy-node")).isEqualTo("java");
      assertThat(json(gateway.post("/vessel/vesselService/create", "{}")).has("created")).isTrue();
      assertThat(gateway.post("/vessel/vesselService/track", "{}").status()).isEqualTo(200);
    }
  }

  @Test
  void only_without_reflection_and_list_it_cannot_be_called() throws IOException {
    Node node = one.node(VESSEL, "go-1");
    register(new Node(VESSEL, "bare", "latest", node.address(), Map.of(), List.of()));

    RawConnection.Response response = gateway.post(FIND, "{}");

    assertThat(response.status()).isEqualTo(501);
    assertThat(response.body()).contains("the service has no reflection");
  }

  @Test
  void page_shows_them_as_serving_without_figures_and_without_errors() throws IOException {
    registerBoth();
    try (RawConnection watcher = new RawConnection(gateway.port())) {
      watcher.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
      for (String line = watcher.line(); !line.isBlank(); line = watcher.line()) {}
      watcher.chunk();
      String state = watcher.chunk();

      assertThat(state)
          .contains("\"id\":\"go-1\"", "\"id\":\"go-2\"", "\"state\":\"serving\"")
          .doesNotContain("unreachable", "\"rate\"", "\"errors\"");
    }
  }
}
