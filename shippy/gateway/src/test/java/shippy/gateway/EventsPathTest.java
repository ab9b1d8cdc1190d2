package shippy.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.gateway.http.Limits;
import shippy.registry.Node;
import shippy.service.RunningService;

/** What the page is fed with. */
class EventsPathTest {
  private static final String WATCH = "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final Pattern STATE = Pattern.compile("\"state\":\"(\\w+)\"");
  private static final String LIST = "/consignment/shippingService/getConsignments";

  private final GatewayFixture gateway = GatewayFixture.open();

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void state_tells_of_services_calls_and_traces() throws IOException {
    RawConnection.Response called = gateway.get(LIST);
    try (RawConnection watcher = new RawConnection(gateway.port())) {
      watcher.send(WATCH);
      assertThat(head(watcher)).containsIgnoringCase("Content-Type: text/event-stream\n");
      assertThat(watcher.chunk()).isEqualTo("retry: 1000\n\n");

      JsonObject state = state(watcher);

      assertThat(state.keySet()).containsExactly("at", "registry", "services", "edges", "traces");
      assertThat(state.get("registry").toString())
          .startsWith("{\"kind\":\"memory\",\"location\":\"this process\"");
      String id = called.header("x-shippy-node");
      assertThat(state.get("services").toString())
          .contains("\"name\":\"" + GatewayFixture.SHIPPING + "\"", "\"id\":\"" + id + "\"")
          .contains("\"state\":\"serving\"", "\"short\":\"consignment-");
      assertThat(state.get("edges").toString())
          .startsWith("[{\"from\":\"gateway\",\"to\":\"" + id + "\",\"rate\":");
      assertThat(state.get("traces").toString())
          .contains(called.header("traceparent").split("-", -1)[1])
          .contains("ShippingService/GetConsignments");
    }
  }

  @Test
  void instance_that_stopped_is_shown_as_stopped() throws IOException {
    RunningService second = gateway.start("shippy.service.second", gateway.shipping());
    try (RawConnection watcher = new RawConnection(gateway.port())) {
      watcher.send(WATCH);
      head(watcher);
      watcher.chunk();
      awaitStates(watcher, "serving", "serving");

      second.close();

      awaitStates(watcher, "serving", "stopped");
    }
  }

  /** Of the instances, by service. A look may have begun before the latest change. */
  private static void awaitStates(RawConnection watcher, String... expected) throws IOException {
    List<String> states = List.of();
    for (int i = 0; i < 10 && !states.equals(List.of(expected)); i++) {
      String services = state(watcher).get("services").toString();
      states = STATE.matcher(services).results().map(m -> m.group(1)).toList();
    }
    assertThat(states).containsExactly(expected);
  }

  @Test
  void watchers_beyond_the_limit_are_sent_away_and_who_leaves_makes_room() throws IOException {
    List<RawConnection> watchers = new ArrayList<>();
    try {
      for (int i = 0; i < Limits.EVENT_CLIENTS; i++) {
        RawConnection watcher = new RawConnection(gateway.port());
        watchers.add(watcher);
        watcher.send(WATCH);
        head(watcher);
      }
      assertThat(gateway.get("/events"))
          .matches(r -> r.status() == 503 && r.header("Retry-After").equals("1"));
      assertThat(gateway.get(LIST).status()).isEqualTo(200);

      watchers.remove(0).close();

      eventually(
          Duration.ofSeconds(20),
          () -> {
            try (RawConnection late = new RawConnection(gateway.port())) {
              late.send(WATCH);
              assertThat(late.line()).contains("200");
            }
          });
    } finally {
      for (RawConnection watcher : watchers) {
        watcher.close();
      }
    }
  }

  @Test
  void health_is_that_of_the_registered_instances() throws IOException {
    assertThat(gateway.get("/health"))
        .matches(r -> r.status() == 200 && r.body().startsWith("{\"status\":\"serving\""));

    gateway.registry.register(
        Node.of("shippy.service.away", "away-1", "127.0.0.1:1"), Duration.ofMinutes(1));

    eventually(
        Duration.ofSeconds(20),
        () ->
            assertThat(gateway.get("/health"))
                .matches(r -> r.status() == 503 && r.body().contains("\"state\":\"unreachable\"")));
  }

  @Test
  void service_is_listed_with_instances_and_templates() throws IOException {
    assertThat(gateway.get("/services").body())
        .isEqualTo("{\"services\":[{\"name\":\"shippy.service.consignment\"}]}\n");
    assertThat(gateway.get("/").body()).isEqualTo(gateway.get("/services").body());
    assertThat(gateway.get("/services/shippy.service.consignment").body())
        .containsSubsequence(
            "\"ShippingService.CreateConsignment\"", "\"ShippingService.CancelConsignment\"")
        .contains("\"name\":\"ShippingService.GetConsignment\",\"stream\":false")
        .contains("\"template\":{\"id\":\"\"}", "\"address\":\"127.0.0.1:");
    assertThat(gateway.send("HEAD /services", "", ""))
        .matches(r -> r.status() == 200 && r.body().isEmpty());
  }

  private static String head(RawConnection connection) throws IOException {
    StringBuilder head = new StringBuilder();
    for (String line = connection.line(); !line.isEmpty(); line = connection.line()) {
      head.append(line).append('\n');
    }
    return head.toString();
  }

  private static JsonObject state(RawConnection watcher) throws IOException {
    StringBuilder text = new StringBuilder();
    while (!text.toString().contains("event: state")) {
      text.append(new String(watcher.chunk().getBytes(ISO_8859_1), UTF_8));
    }
    String data = text.substring(text.indexOf("data: ") + "data: ".length());
    return JsonParser.parseString(data).getAsJsonObject();
  }
}
