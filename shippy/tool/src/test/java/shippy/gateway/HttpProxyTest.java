package shippy.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.registry.Node;

/** Services that speak HTTP themselves. */
class HttpProxyTest {
  private final Town town = new Town(HandlerKind.HTTP, false);
  private final HttpServer upstream;

  HttpProxyTest() throws IOException {
    upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    upstream.createContext("/", HttpProxyTest::echo);
    upstream.start();
    register("web-1", upstream.getAddress().getPort());
  }

  @AfterEach
  void close() {
    town.close();
    upstream.stop(0);
  }

  private void register(String id, int port) {
    town.registry.register(
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
        town.send(
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
  void instance_that_refuses_is_passed_over() throws IOException {
    register("web-0", 1);
    for (int i = 0; i < 4; i++) {
      assertThat(town.get("/web").header("x-shippy-node")).isEqualTo("web-1");
    }
  }

  @Test
  void service_without_an_instance_that_answers_is_unavailable() throws IOException {
    upstream.stop(0);
    assertThat(town.get("/web").status()).isEqualTo(503);
    assertThat(town.get("/nope").status()).isEqualTo(404);
    assertThat(town.get("/web/../x").status()).isEqualTo(400);
  }
}
