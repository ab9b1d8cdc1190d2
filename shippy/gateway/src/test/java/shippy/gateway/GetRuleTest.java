package shippy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.registry.HostPort;

/** GET calls what the method's idempotency level allows. */
class GetRuleTest {
  private static final GatewayFixture GATEWAY = GatewayFixture.open();
  private static final Gateway EVERYWHERE = everywhere(false);
  private static final Gateway TOLD = everywhere(true);
  private static final Map<String, Integer> PORTS =
      Map.of(
          "loopback", GATEWAY.port(),
          "everywhere", EVERYWHERE.address().port(),
          "everywhere, told to", TOLD.address().port());

  private static Gateway everywhere(boolean undeclaredGet) {
    return Gateway.start(
        GATEWAY.platform,
        GatewayOptions.at(new HostPort("0.0.0.0", 0), undeclaredGet, GatewayFixture.START));
  }

  @BeforeAll
  static void start() {
    GATEWAY.start("shippy.service.web", new GoApiService());
  }

  @AfterAll
  static void close() {
    EVERYWHERE.close();
    TOLD.close();
    GATEWAY.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // NO_SIDE_EFFECTS
        "loopback            | GET /consignment/shippingService/getConsignments   | 200",
        "everywhere          | GET /consignment/shippingService/getConsignments   | 200",
        "everywhere          | HEAD /consignment/shippingService/getConsignments  | 200",
        "everywhere          | GET /shippy.service.consignment/GetConsignments    | 200",
        "everywhere          | POST /consignment/shippingService/getConsignments  | 200",
        // IDEMPOTENT
        "loopback            | GET /consignment/shippingService/createConsignment  | 405",
        "loopback            | HEAD /consignment/shippingService/createConsignment | 405",
        "loopback            | GET /consignment/shippingService/cancelConsignment  | 405",
        "loopback            | GET /shippy.service.consignment/CreateConsignment   | 405",
        "everywhere          | GET /consignment/shippingService/createConsignment  | 405",
        "everywhere, told to | GET /consignment/shippingService/createConsignment  | 405",
        "everywhere          | POST /consignment/shippingService/createConsignment | 200",
        "loopback            | PUT /consignment/shippingService/createConsignment  | 200",
        // without a level
        "loopback            | GET /web/pages/show                              | 201",
        "everywhere          | GET /web/pages/show                              | 405",
        "everywhere          | HEAD /web/pages/show                             | 405",
        "everywhere, told to | GET /web/pages/show                              | 201",
        "everywhere          | POST /web/pages/show                             | 201",
        "loopback            | GET /shippy.service.consignment/Health.Check     | 200",
        "everywhere          | GET /shippy.service.consignment/Health.Check     | 405",
        "everywhere          | POST /shippy.service.consignment/Health.Check    | 200",
        // without a level, many answers
        "everywhere          | GET /shippy.service.consignment/Health.Watch     | 405",
      })
  void level_decides(String gateway, String line, int status) throws IOException {
    RawConnection.Response response = send(gateway, line);

    assertThat(response.status()).as(response.body()).isEqualTo(status);
    assertThat(response.header("Allow")).isEqualTo(status == 405 ? "POST" : "");
    assertThat(GATEWAY.waiting).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loopback   | /consignment/shippingService/createConsignment | declared IDEMPOTENT, so it"
            + " has side effects (expected: POST) | by POST: curl -d",
        "everywhere | /web/pages/show | declares no idempotency_level | start the gateway with"
            + " --enable_get",
      })
  void refusal_says_why_and_what_to_do(String gateway, String path, String why, String hint)
      throws IOException {
    RawConnection.Response response = send(gateway, "GET " + path);

    assertThat(response.header("Content-Type")).isEqualTo("application/json");
    assertThat(response.body())
        .startsWith("{\"id\":\"shippy.api\",\"code\":405,\"detail\":\"method: GET: ")
        .containsSubsequence(why, "\"status\":\"Method Not Allowed\",\"hint\":\"", hint);
  }

  private static RawConnection.Response send(String gateway, String line) throws IOException {
    int port = Objects.requireNonNull(PORTS.get(gateway));
    return RawConnection.exchange(port, GATEWAY.request(line, "", ""));
  }
}
