package shippy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.clock.Clock;
import shippy.gateway.http.Limits;
import shippy.proto.consignment.Response;

/** Many requests: in turn, on one connection, and more than there is room for. */
class TrafficTest {
  private static final String LIST = "/consignment/shippingService/getConsignments";
  private static final int REQUESTS = 70;
  private static final int QUICK_REQUESTS = 20;

  private final GatewayFixture gateway = GatewayFixture.open();

  @AfterEach
  void close() {
    gateway.waiting.forEach(call -> call.onError(Status.ABORTED.asException()));
    gateway.close();
  }

  @Test
  void requests_go_to_each_instance_in_turn() throws IOException {
    gateway.start(GatewayFixture.SHIPPING, gateway.shipping());
    gateway.start(GatewayFixture.SHIPPING, gateway.shipping());
    eventually(
        Duration.ofSeconds(20),
        () -> {
          Map<String, Integer> answers = new HashMap<>();
          for (int i = 0; i < 30; i++) {
            answers.merge(gateway.get(LIST).header("x-shippy-node"), 1, Integer::sum);
          }
          assertThat(answers).hasSize(3).allSatisfy((id, n) -> assertThat(n).isBetween(8, 12));
        });
  }

  /**
   * With Nagle's algorithm each request on a kept connection waits 40 ms for a delayed ACK, but for
   * the first few, which TCP acknowledges at once. The shortest of many is hardly any longer on a
   * busy machine.
   */
  @Test
  void kept_connection_is_not_slower_than_a_new_one_for_each_request() throws IOException {
    String request = gateway.request("GET /services", "", "");
    Duration fresh = shortest(() -> RawConnection.exchange(gateway.port(), request));
    try (RawConnection connection = new RawConnection(gateway.port())) {
      assertThat(shortest(() -> connection.exchange(request))).isLessThan(fresh.multipliedBy(4));
    }
  }

  @FunctionalInterface
  private interface Exchange {
    RawConnection.Response run() throws IOException;
  }

  private static Duration shortest(Exchange exchange) throws IOException {
    Duration shortest = Duration.ofDays(1);
    for (int i = 0; i < REQUESTS; i++) {
      Supplier<Duration> time = Clock.system().stopwatch();
      assertThat(exchange.run().status()).isEqualTo(200);
      if (i >= QUICK_REQUESTS && time.get().compareTo(shortest) < 0) {
        shortest = time.get();
      }
    }
    return shortest;
  }

  @Test
  void call_too_many_is_sent_away_at_once_and_those_before_are_answered() throws IOException {
    List<RawConnection> callers = new ArrayList<>();
    String wait =
        gateway.request(
            "POST /consignment/shippingService/cancelConsignment", "Timeout: 60\r\n", "");
    try {
      for (int i = 0; i < Limits.CALLS; i++) {
        RawConnection caller = new RawConnection(gateway.port());
        callers.add(caller);
        caller.send(wait);
      }
      eventually(Duration.ofSeconds(20), () -> assertThat(gateway.waiting).hasSize(Limits.CALLS));

      assertThat(gateway.get("/health").status()).isEqualTo(200);
      assertThat(gateway.get(LIST))
          .matches(r -> r.status() == 503 && r.header("Retry-After").equals("1"))
          .matches(r -> r.body().contains("too many requests at once"));

      gateway.waiting.forEach(
          call -> {
            call.onNext(Response.getDefaultInstance());
            call.onCompleted();
          });
      for (RawConnection caller : callers) {
        assertThat(caller.read().status()).isEqualTo(200);
      }
    } finally {
      gateway.waiting.clear();
      for (RawConnection caller : callers) {
        caller.close();
      }
    }
    assertThat(gateway.get(LIST).status()).isEqualTo(200);
  }

  @Test
  void call_that_takes_too_long_ends_in_time() throws IOException {
    Supplier<Duration> time = Clock.system().stopwatch();
    RawConnection.Response response =
        gateway.send("POST /consignment/shippingService/cancelConsignment", "Timeout: 1\r\n", "");

    assertThat(response.status()).as(response.body()).isEqualTo(504);
    assertThat(response.body()).contains("\"detail\":\"no answer in time\"");
    assertThat(time.get()).isBetween(Duration.ofMillis(900), Duration.ofSeconds(10));
  }

  @Test
  void service_whose_instances_are_gone_is_unavailable() throws IOException {
    var second = gateway.start("shippy.service.second", gateway.shipping());
    String path = "/shippy.service.second/GetConsignments";
    assertThat(gateway.get(path).status()).isEqualTo(200);

    second.close();

    RawConnection.Response response = gateway.get(path);
    assertThat(response.status()).as(response.body()).isEqualTo(503);
    assertThat(response.header("Retry-After")).isEqualTo("1");
    assertThat(response.body()).contains("try: hoist \\\"A\\\" & sail\"");
  }

  @Test
  void many_answers_come_as_lines_or_events() throws IOException {
    RawConnection.Response lines = gateway.watchHealth("");
    assertThat(lines.header("Content-Type")).isEqualTo("application/x-ndjson");
    assertThat(lines.body().lines()).hasSize(2).first().isEqualTo("{\"status\":\"SERVING\"}");
    assertThat(lines.body().lines().toList().get(1)).startsWith("{\"error\":{").contains("504");

    RawConnection.Response events = gateway.watchHealth("Accept: text/event-stream\r\n");
    assertThat(events.header("Content-Type")).isEqualTo("text/event-stream");
    assertThat(events.body()).startsWith("data: {\"status\":\"SERVING\"}\n\nevent: error\ndata: {");
  }
}
