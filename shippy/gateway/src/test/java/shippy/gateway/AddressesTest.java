package shippy.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.platform.Platform;
import shippy.registry.InMemoryRegistry;
import shippy.registry.Node;
import shippy.service.RunningService;
import shippy.service.Service;
import shippy.testkit.registry.AddressTable;
import shippy.testkit.registry.AddressTable.Row;

/** Every path over every address: a bad one is told of and ends nothing else. */
class AddressesTest {
  private static final String SERVICE = "shippy.service.anywhere";

  private static final GatewayFixture gateway = new GatewayFixture(HandlerKind.META, false);
  private static final InMemoryRegistry elsewhere = new InMemoryRegistry(Clock.system());
  private static final Platform platform =
      Platform.on(elsewhere, Config.of(Map.of("server_address", "[::]:0"), Map.of()));
  private static final RunningService service =
      Service.named(SERVICE).handler(gateway.shipping()).grace(Duration.ZERO).start(platform);
  private static final List<Row> rows = AddressTable.rows(service.address().port());

  @BeforeAll
  static void register() {
    for (Node node : AddressTable.nodes(SERVICE, service.address().port())) {
      gateway.registry.register(node, Duration.ofHours(1));
    }
  }

  @AfterAll
  static void close() {
    service.close();
    platform.close();
    elsewhere.close();
    gateway.close();
  }

  @Test
  void calls_by_name_go_to_those_that_can_be_called() throws IOException {
    for (String path :
        List.of("/anywhere/shippingService/getConsignments", "/" + SERVICE + "/GetConsignments")) {
      RawConnection.Response answer = gateway.get(path);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(answer.header("x-shippy-node")).matches("n-\\d\\d|.*:\\d+");
    }
  }

  @Test
  void services_are_listed_with_each_address_as_text() throws IOException {
    assertThat(gateway.get("/services").body()).contains(SERVICE);
    RawConnection.Response one = gateway.get("/services/" + SERVICE);
    assertThat(one.status()).isEqualTo(200);
    requireAll(JsonParser.parseString(one.body()).getAsJsonObject().getAsJsonArray("nodes"));
  }

  @Test
  void health_and_page_have_a_row_for_each() throws IOException {
    RawConnection.Response health = gateway.get("/health");
    assertThat(health.status()).isEqualTo(503);
    JsonObject json = JsonParser.parseString(health.body()).getAsJsonObject();
    Map<String, JsonObject> found =
        requireAll(
            json.getAsJsonArray("services").get(0).getAsJsonObject().getAsJsonArray("nodes"));
    for (Row row : rows) {
      String state = requireNonNull(found.get(row.id()), row.id()).get("state").getAsString();
      if (row.answers()) {
        assertThat(state).as(row.address()).isEqualTo("serving");
      } else if (!row.mayAnswer()) {
        assertThat(state).as(row.address()).isEqualTo("unreachable");
      }
    }
    try (RawConnection watcher = new RawConnection(gateway.port())) {
      watcher.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
      while (!watcher.line().isEmpty()) {
        // the headers
      }
      watcher.chunk(); // retry:
      assertThat(watcher.chunk()).startsWith("event: state\ndata: {").contains("n-01", "serving");
    }
  }

  @Test
  void one_address_given_is_called_or_its_own_error() throws IOException {
    for (Row row : rows) {
      if (row.address().isBlank()) {
        continue; // no address is given then
      }
      JsonObject call = new JsonObject();
      call.addProperty("service", SERVICE);
      call.addProperty("endpoint", "GetConsignments");
      call.addProperty("address", row.address());
      RawConnection.Response answer =
          gateway.send(
              "POST /rpc", "Content-Type: application/json\r\nTimeout: 2\r\n", call.toString());
      if (row.answers()) {
        assertThat(answer.status()).as("%s: %s", row.address(), answer.body()).isEqualTo(200);
      } else if (!row.mayAnswer()) {
        assertThat(answer.status()).as("%s: %s", row.address(), answer.body()).isIn(400, 503, 504);
      }
    }
  }

  private static Map<String, JsonObject> requireAll(Iterable<JsonElement> nodes) {
    Map<String, JsonObject> found = new HashMap<>();
    nodes.forEach(
        node -> found.put(node.getAsJsonObject().get("id").getAsString(), node.getAsJsonObject()));
    for (Row row : rows) {
      assertThat(requireNonNull(found.get(row.id()), row.id()).get("address").getAsString())
          .isEqualTo(row.address());
    }
    return found;
  }
}
