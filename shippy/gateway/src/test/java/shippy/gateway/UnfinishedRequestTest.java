package shippy.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.gateway.http.Limits;

/** Clients that do not finish what they began, and how little of it others notice. */
class UnfinishedRequestTest {
  private final GatewayFixture gateway = GatewayFixture.open();
  private final List<RawConnection> clients = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (RawConnection client : clients) {
      client.close();
    }
    gateway.close();
  }

  private RawConnection client() throws IOException {
    RawConnection client = new RawConnection(gateway.port());
    clients.add(client);
    return client;
  }

  private Map<String, String> http2(String method, String path) {
    return RawHttp2.headers(method, path.getBytes(UTF_8), "127.0.0.1:" + gateway.port(), "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/events", "/shippy.service.consignment/Health.Watch"})
  void head_of_a_stream_is_an_answer_like_others(String path) throws IOException {
    for (int i = 0; i <= Math.max(Limits.EVENT_CLIENTS, Limits.STREAMS); i++) {
      RawConnection client = client();
      client.send(gateway.request("HEAD " + path, "", ""));
      assertThat(client.read(true).status()).isEqualTo(200);
    }
    client().send(gateway.request("GET " + path, "", ""));
    assertThat(clients.get(clients.size() - 1).line()).contains("200");
  }

  @Test
  void requests_that_have_not_come_whole_hold_up_no_others() throws IOException {
    for (int i = 0; i < Limits.CALLS; i++) {
      client().send(gateway.request("POST /rpc", "Content-Length: 14\r\n", "") + "{\"serv");
      client().send(gateway.request("GET /health", "Content-Length: 5\r\n", ""));
    }
    assertThat(gateway.get("/services").status()).isEqualTo(200);
    assertThat(gateway.get("/health").status()).isEqualTo(200);
  }

  @Test
  void bodies_take_a_bounded_part_of_the_memory() throws IOException {
    byte[] piece = new byte[Limits.BODY_BYTES - 1];
    int room = Limits.BODIES_BYTES / piece.length;
    for (int i = 0; i <= room; i++) {
      RawConnection client = client();
      client.send(
          gateway.request("POST /rpc", "Content-Length: %d\r\n".formatted(Limits.BODY_BYTES), ""));
      client.send(piece);
    }
    eventually(Duration.ofSeconds(5), () -> assertThat(clients).anyMatch(c -> c.isAnswered()));
    for (RawConnection client : clients) {
      if (client.isAnswered()) {
        assertThat(client.read())
            .matches(r -> r.status() == 503)
            .matches(r -> r.body().contains("too many large requests at once"));
      }
    }
    assertThat(gateway.get("/services").status()).isEqualTo(200);
  }

  @Test
  void body_that_ends_early_is_told_of() throws IOException {
    RawConnection client = client();
    client.send(gateway.request("POST /rpc", "Content-Length: 50\r\n", "") + "{\"serv");
    client.finish();
    assertThat(client.read())
        .matches(r -> r.status() == 400)
        .matches(r -> r.body().contains("body: broken off"));
  }

  @Test
  void http2_request_that_has_not_come_whole_delays_no_end() throws Exception {
    RawConnection client = client();
    client.send(RawHttp2.beginning(http2("POST", "/rpc"), RawHttp2.DEFAULTS, false));
    client.bytes(9); // the gateway's settings

    CompletableFuture<Void> closed = CompletableFuture.runAsync(gateway::closeGateway);

    closed.get(Limits.LINGERING.toSeconds() - 1, TimeUnit.SECONDS);
  }

  @Test
  void http2_client_that_takes_nothing_is_let_go() throws IOException {
    byte[] request = RawHttp2.beginning(http2("GET", "/services"), RawHttp2.NO_WINDOW, true);
    for (int i = 0; i < Limits.CALLS; i++) {
      client().send(request);
    }
    eventually(
        Duration.ofSeconds(10),
        () -> {
          client().send(request); // the question itself may have taken a permit from one before
          assertThat(gateway.get("/services").status()).isEqualTo(503);
        });
    eventually(
        Limits.DELIVERY.multipliedBy(2),
        () -> assertThat(gateway.get("/services").status()).isEqualTo(200));
  }
}
