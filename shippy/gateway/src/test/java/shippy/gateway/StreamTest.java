package shippy.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.gateway.http.Limits;
import shippy.platform.Platform;
import shippy.proto.consignment.Response;
import shippy.registry.HostPort;
import shippy.registry.Node;
import shippy.service.RunningService;

/** Answers that last, and what becomes of them when a client or the gateway goes. */
class StreamTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String WATCH = "GET /shippy.service.consignment/Health.Watch";
  private static final String WAIT = "POST /consignment/shippingService/cancelConsignment";

  /** The time for a call is one second here, that of the service's next word a little more. */
  @Test
  void stream_has_no_other_end_than_its_own() throws IOException {
    try (GatewayFixture services = new GatewayFixture(HandlerKind.META, false)) {
      RunningService service = services.start(GatewayFixture.SHIPPING, services.shipping());
      Config quick = Config.of(Map.of("client_request_timeout", "1s"), Map.of());
      try (Platform platform = Platform.on(services.registry, quick);
          Gateway gateway =
              Gateway.start(
                  platform,
                  GatewayOptions.at(new HostPort("127.0.0.1", 0), false, GatewayFixture.START));
          RawConnection client = new RawConnection(gateway.address().port())) {
        Supplier<Duration> time = Clock.system().stopwatch();
        client.send(services.request(WATCH, "", ""));
        client.head();
        assertThat(client.chunk()).isEqualTo("{\"status\":\"SERVING\"}\n");
        CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS).execute(service::close);

        assertThat(client.chunk()).isEqualTo("{\"status\":\"NOT_SERVING\"}\n");
        assertThat(time.get()).isGreaterThan(Duration.ofSeconds(2));
      }
    }
  }

  @Test
  void streams_are_bounded_in_number_and_one_whose_client_goes_makes_room() throws IOException {
    List<RawConnection> clients = new ArrayList<>();
    try (GatewayFixture gateway = GatewayFixture.open()) {
      String watch = gateway.request(WATCH, "", "");
      try {
        for (int i = 0; i < Limits.STREAMS; i++) {
          RawConnection client = new RawConnection(gateway.port());
          clients.add(client);
          client.send(watch);
          assertThat(client.line()).contains("200");
        }
        assertThat(gateway.send(WATCH, "", ""))
            .matches(r -> r.status() == 503 && r.header("Retry-After").equals("1"))
            .matches(r -> r.body().contains("too many streams at once"));
        assertThat(gateway.get("/services").status()).isEqualTo(200);

        clients.remove(0).close();

        eventually(
            LIMIT,
            () -> {
              try (RawConnection late = new RawConnection(gateway.port())) {
                late.send(watch);
                assertThat(late.line()).contains("200");
              }
            });
      } finally {
        for (RawConnection client : clients) {
          client.close();
        }
      }
    }
  }

  @Test
  void slow_reader_stops_the_writer() throws IOException {
    AtomicLong written = new AtomicLong();
    try (GatewayFixture gateway = new GatewayFixture(HandlerKind.HTTP, false);
        ServerSocket upstream = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      gateway.registry.register(
          Node.of("shippy.service.web", "web-1", "127.0.0.1:" + upstream.getLocalPort()),
          Duration.ofMinutes(1));
      CompletableFuture<Void> endless =
          CompletableFuture.runAsync(() -> writeEndlessly(upstream, written));
      try (RawConnection client = new RawConnection(gateway.port())) {
        client.send(gateway.request("GET /web", "", ""));
        assertThat(client.line()).contains("200");
        AtomicLong before = new AtomicLong();
        eventually(
            LIMIT, () -> assertThat(written.get()).isEqualTo(before.getAndSet(written.get())));
        assertThat(written.get()).isBetween(1L, 64L << 20);
        assertThat(endless).isNotDone();
      }
      eventually(LIMIT, () -> assertThat(endless).isDone());
    }
  }

  private static void writeEndlessly(ServerSocket upstream, AtomicLong written) {
    try (Socket socket = upstream.accept()) {
      socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
      byte[] piece = new byte[64 * 1024];
      while (written.get() < 1L << 40) {
        socket.getOutputStream().write(piece);
        written.addAndGet(piece.length);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // when the gateway closes
    }
  }

  @Test
  void closing_lets_calls_end_and_takes_no_others() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.open();
        RawConnection caller = new RawConnection(gateway.port());
        RawConnection stream = new RawConnection(gateway.port());
        RawConnection idle = new RawConnection(gateway.port())) {
      caller.send(gateway.request(WAIT, "Timeout: 60\r\n", ""));
      stream.send(gateway.request(WATCH, "", ""));
      stream.head();
      stream.chunk();
      assertThat(idle.exchange(gateway.request("GET /services", "", "")).status()).isEqualTo(200);
      eventually(LIMIT, () -> assertThat(gateway.waiting).hasSize(1));

      CompletableFuture<Void> closed = CompletableFuture.runAsync(gateway::closeGateway);

      assertThat(stream.line()).isEmpty();
      assertThat(idle.line()).isEmpty();
      assertThat(closed).isNotDone();
      gateway.waiting.element().onNext(Response.getDefaultInstance());
      gateway.waiting.remove().onCompleted();
      assertThat(caller.read())
          .matches(r -> r.status() == 200 && r.header("Connection").equals("close"));
      closed.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }
}
