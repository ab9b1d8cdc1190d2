package shippy.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.registry.Node;

/** Services that speak HTTP themselves. */
class HttpProxyTest {
  private final GatewayFixture gateway = new GatewayFixture(HandlerKind.HTTP, false);
  private final HttpServer upstream;

  HttpProxyTest() throws IOException {
    upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    upstream.createContext("/", HttpProxyTest::echo);
    upstream.start();
    register("web-1", upstream.getAddress().getPort());
  }

  @AfterEach
  void close() {
    gateway.close();
    upstream.stop(0);
  }

  private void register(String id, int port) {
    gateway.registry.register(
        Node.of("shippy.service.web", id, "127.0.0.1:" + port), Duration.ofMinutes(5));
  }

  /** Tells what it got, with a status that is rare. */
  private static void echo(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    Map<String, Object> headers = new TreeMap<>(exchange.getRequestHeaders());
    String text =
        "%s %s %s %s"
            .formatted(exchange.getRequestMethod(), exchange.getRequestURI(), headers, body);
    exchange.getResponseHeaders().set("X-Answer", "yes");
    exchange.getResponseHeaders().set("Keep-Alive", "timeout=7");
    exchange.sendResponseHeaders(207, text.getBytes(UTF_8).length);
    exchange.getResponseBody().write(text.getBytes(UTF_8));
    exchange.close();
  }

  @Test
  void request_goes_on_as_it_came_but_for_what_belongs_to_the_connection() throws IOException {
    RawConnection.Response response =
        gateway.send(
            "PATCH /web/a/b%20c?q=1%2F2",
            String.join(
                "\r\n",
                "Connection: keep-alive, X-Secret",
                "X-Secret: s",
                "X-Color: blue",
                "Proxy-Authorization: p",
                "TE: trailers",
                ""),
            "hello");

    assertThat(response.status()).as(response.body()).isEqualTo(207);
    assertThat(response.header("X-Answer")).isEqualTo("yes");
    assertThat(response.header("Keep-Alive")).isEmpty();
    assertThat(response.header("x-shippy-node")).isEqualTo("web-1");
    assertThat(response.body())
        .startsWith("PATCH /web/a/b%20c?q=1%2F2 ")
        .endsWith(" hello")
        .contains("X-color=[blue]", "X-forwarded-for=[127.0.0.1]", "X-forwarded-host=")
        .doesNotContain("X-secret", "Proxy-authorization", "trailers");
  }

  @Test
  void closing_ends_the_threads_that_forward() throws IOException {
    Set<Thread> before = forwarding();
    assertThat(gateway.get("/web").status()).isEqualTo(207);
    Set<Thread> own = forwarding();
    own.removeAll(before);
    assertThat(own).isNotEmpty();

    gateway.close();

    eventually(Duration.ofSeconds(20), () -> assertThat(own).noneMatch(Thread::isAlive));
  }

  private static Set<Thread> forwarding() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("shippy-proxy"))
        .collect(Collectors.toCollection(HashSet::new));
  }

  @Test
  void instance_that_refuses_is_passed_over() throws IOException {
    register("web-0", 1);
    for (int i = 0; i < 4; i++) {
      assertThat(gateway.get("/web").header("x-shippy-node")).isEqualTo("web-1");
    }
  }

  @Test
  void service_without_an_instance_that_answers_is_unavailable() throws IOException {
    upstream.stop(0);
    assertThat(gateway.get("/web").status()).isEqualTo(503);
    assertThat(gateway.get("/nope").status()).isEqualTo(404);
    assertThat(gateway.get("/web/../x").status()).isEqualTo(400);
  }

  @Test
  void answer_that_breaks_off_is_not_ended_as_a_whole_one() throws IOException {
    gateway.registry.deregister(gateway.registry.nodes("shippy.service.web").get(0));
    try (ServerSocket cut = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      register("web-cut", cut.getLocalPort());
      Thread server =
          new Thread(
              () -> {
                try (Socket client = cut.accept()) {
                  assertThat(client.getInputStream().read()).isNotNegative();
                  String half = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n";
                  client.getOutputStream().write(half.getBytes(UTF_8));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      server.start();
      try (RawConnection client = new RawConnection(gateway.port())) {
        client.send(gateway.request("GET /web", "", ""));
        client.head();
        assertThat(client.chunk()).isEqualTo("abc");
        assertThat(client.line()).isEmpty(); // closed, without the last chunk
      }
    }
  }

  @Test
  void octets_that_no_uri_has_go_on_encoded_and_half_encoded_ones_are_refused() throws IOException {
    assertThat(gateway.get("/web/a|b?q={é}").body()).startsWith("GET /web/a%7Cb?q=%7B%C3%A9%7D ");
    assertThat(gateway.get("/web?q=%zz"))
        .matches(r -> r.status() == 400 && r.body().contains("as RFC 3986 has it"));
  }
}
