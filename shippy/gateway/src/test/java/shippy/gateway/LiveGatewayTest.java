package shippy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import shippy.config.LiveConfig;
import shippy.proto.consignment.Response;
import shippy.registry.HostPort;
import shippy.testkit.config.ScriptedConfig;

/** A gateway whose settings change while it serves. */
class LiveGatewayTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String LIST = "/consignment/shippingService/getConsignments";
  private static final String WAIT = "POST /consignment/shippingService/cancelConsignment";

  private final ScriptedConfig script = ScriptedConfig.of("gateway_calls = 2\n");
  private final LiveConfig live = script.load(Map.of(), List.of());
  private final GatewayFixture gateway =
      new GatewayFixture(
          GatewayOptions.at(new HostPort("127.0.0.1", 0), false, GatewayFixture.START), live);
  private final List<RawConnection> callers = new ArrayList<>();

  @BeforeEach
  void start() {
    gateway.start(GatewayFixture.SHIPPING, gateway.shipping());
  }

  @AfterEach
  void close() throws IOException {
    for (RawConnection caller : callers) {
      caller.close();
    }
    gateway.close();
    live.close();
  }

  private void callAndWait(int all) throws IOException {
    RawConnection caller = new RawConnection(gateway.port());
    callers.add(caller);
    caller.send(gateway.request(WAIT, "Timeout: 60\r\n", ""));
    eventually(LIMIT, () -> assertThat(gateway.waiting).hasSize(all));
  }

  private void refused(int limit) throws IOException {
    RawConnection.Response answer = gateway.get(LIST);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body())
        .contains("too many requests at once (expected: at most %d)".formatted(limit));
  }

  @Test
  void limit_changes_while_requests_run() throws IOException {
    callAndWait(1);
    callAndWait(2);
    refused(2);
    script.change("gateway_calls = 3\n");
    callAndWait(3);
    refused(3);
    script.change("gateway_calls = 1\n");
    refused(1);

    gateway.waiting.forEach(
        call -> {
          call.onNext(Response.getDefaultInstance());
          call.onCompleted();
        });
    gateway.waiting.clear();
    for (RawConnection caller : callers) {
      assertThat(caller.read().status()).isEqualTo(200);
    }
    eventually(LIMIT, () -> assertThat(gateway.get(LIST).status()).isEqualTo(200));
    callAndWait(1);
    refused(1);
  }

  @Test
  void page_reads_the_settings_of_an_instance() throws IOException {
    String address = gateway.registry.nodes(GatewayFixture.SHIPPING).get(0).address();
    String asked =
        "{\"service\": \"%s\", \"endpoint\": \"Debug.Config\", \"address\": \"%s\"}"
            .formatted(GatewayFixture.SHIPPING, address);
    RawConnection.Response answer = gateway.post("/rpc", asked);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"name\":\"gateway_calls\",\"value\":\"2\",\"source\":\"script:1\"");
  }

  @Test
  void timeout_of_a_method_changes_while_it_is_called() throws IOException {
    script.change("methods.ShippingService.CancelConsignment.timeout = 300ms\n");
    RawConnection.Response late = gateway.send(WAIT, "", "");
    assertThat(late.status()).as(late.body()).isEqualTo(504);
    assertThat(gateway.get(LIST).status()).isEqualTo(200);
  }
}
