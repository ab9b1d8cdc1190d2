package shippy.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.clock.Clock;
import shippy.gateway.http.Limits;

/** Requests that no well-meaning client sends; after each the gateway serves on. */
class HostileRequestTest {
  private static final String LIST = "/consignment/shippingService/getConsignments";
  private static final GatewayFixture GATEWAY = GatewayFixture.open();

  @AfterAll
  static void close() {
    GATEWAY.close();
  }

  @AfterEach
  void gateway_serves_on() throws IOException {
    assertThat(GATEWAY.get(LIST).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /nope/foo/bar                      | 404 | no instance of shippy.service.nope found",
        "GET /consignment/shippingService/nope  | 404 | has no method",
        "GET /consignment                       | 404 | has no method",
        "GET /services/nope                     | 404 | no instance of nope found",
        "GET /consignment%2FshippingService     | 400 | encoded slashes",
        "GET /consignment/a%2fb/c               | 400 | encoded slashes",
        "GET /consignment/..%2f..%2fetc/passwd  | 400 | dot segments",
        "GET /consignment/../services           | 400 | dot segments",
        "GET /./services                        | 400 | dot segments",
        "GET /%2e%2e/services                   | 400 | dot segments",
        "GET /%2E/services                      | 400 | dot segments",
        "GET /consignment/a%5Cb/c               | 400 | backslashes",
        "GET /consignment/a%00b/c               | 400 | control characters",
        "GET /consignment/a%0d%0aX:%20y/c       | 400 | control characters",
        "GET /consignment/%ff/c                 | 400 | UTF-8",
        "GET /consignment/%e2%80%ae/c           | 400 | control characters",
        "GET //services/x                       | 400 | one slash at its beginning",
        "GET /services//                        | 200 | shippy.service.consignment",
        "POST /services                         | 405 | GET",
        "POST /health                           | 405 | GET",
        "POST /events                           | 405 | GET",
        "DELETE /                               | 405 | GET",
        "GET /rpc                               | 405 | POST",
        "PUT /rpc                               | 405 | POST",
        "OPTIONS /services                      | 405 | GET",
        "TRACE /consignment/shippingService/getConsignments | 405 | POST",
        "BREW /consignment/shippingService/getConsignments  | 405 | POST",
        "DELETE /consignment/shippingService/getConsignments | 200 | next_page_token",
        "POST /rpc                              | 400 | invalid service",
        "GET http://evil.example/services       | 403 | evil.example",
        "GET http://localhost/services          | 200 | shippy.service.consignment",
      })
  void line_is_answered(String line, int status, String text) throws IOException {
    RawConnection.Response response = GATEWAY.send(line, "", "");

    assertThat(response.status()).as(response.body()).isEqualTo(status);
    assertThat(response.body()).contains(text);
    assertThat(response.header("Content-Type")).isEqualTo("application/json");
    assertThat(response.header("Allow").isEmpty()).isEqualTo(status != 405);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Host: evil.example                                    | 403",
        "Host: evil.example:8080                               | 403",
        "Host: 127.0.0.1.evil.example                          | 403",
        "Host: localhost.evil.example                          | 403",
        "Host: user@127.0.0.1                                  | 403",
        "Host: [::1].evil                                      | 403",
        "Host:                                                 | 403",
        "Host: localhost                                       | 200",
        "Host: LOCALHOST:1                                     | 200",
        "Host: app.localhost                                   | 200",
        "Host: 192.168.1.7:8080                                | 200",
        "Host: [::1]:8080                                      | 200",
        "Host: a~Host: localhost                               | 400",
        "Host: localhost~Origin: http://localhost              | 200",
        "Host: localhost~Origin: http://localhost:3000         | 403",
        "Host: localhost~Origin: https://evil.example          | 403",
        "Host: localhost~Origin: null                          | 403",
        "Host: localhost~Sec-Fetch-Site: cross-site            | 403",
        "Host: localhost~Sec-Fetch-Site: same-site             | 403",
        "Host: localhost~Sec-Fetch-Site: same-origin           | 200",
        "Host: localhost~Sec-Fetch-Site: none                  | 200",
        "Host: localhost~Timeout: 0                            | 400",
        "Host: localhost~Timeout: -1                           | 400",
        "Host: localhost~Timeout: soon                         | 400",
        "Host: localhost~Timeout: 9                            | 200",
        "Host: localhost~Content-Length: -1                    | 400",
        "Host: localhost~Content-Length: x                     | 400",
        "Host: localhost~Transfer-Encoding: gzip               | 501",
      })
  void headers_are_judged(String headers, int status) throws IOException {
    String lines = headers.replace("~", "\r\n") + "\r\n";

    assertThat(GATEWAY.send("GET " + LIST, lines, "").status()).isEqualTo(status);
  }

  @Test
  void request_without_host_is_refused() throws IOException {
    assertThat(RawConnection.exchange(GATEWAY.port(), "GET /services HTTP/1.1\r\n\r\n").status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n\r\n",
        "GET\r\n\r\n",
        "GET /services\r\n\r\n",
        "GET http:// HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /%zz/x/y HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET mailto:x HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "CONNECT localhost:22 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n",
      })
  void what_is_no_http_gets_an_error_or_nothing(String text) throws IOException {
    try (RawConnection connection = new RawConnection(GATEWAY.port())) {
      connection.send(text);
      connection.finish();
      assertThat(connection.read().status()).isIn(0, 400, 403, 404, 405);
    }
  }

  @Test
  void long_uri_and_headers_are_refused() throws IOException {
    assertThat(GATEWAY.get("/" + "a".repeat(9_000)).status()).isEqualTo(414);
    assertThat(GATEWAY.get("/services?" + "a".repeat(40_000)).status()).isIn(0, 400, 414);
    assertThat(GATEWAY.send("GET /services", "X: " + "a".repeat(40_000) + "\r\n", "").status())
        .isIn(0, 400, 431);
    assertThat(GATEWAY.send("GET /services", "X: y\r\n".repeat(20), "").status()).isEqualTo(200);
  }

  @Test
  void long_body_is_refused_whether_its_length_is_told_or_not() throws IOException {
    String body = "{\"page_token\":\"" + "a".repeat(Limits.BODY_BYTES) + "\"}";
    assertThat(GATEWAY.post(LIST, body))
        .matches(r -> r.status() == 413 && r.body().contains("at most 4194304 bytes"));

    String chunk = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
    String head = "POST " + LIST + " HTTP/1.1\r\nHost: localhost\r\n";
    assertThat(
            RawConnection.exchange(
                    GATEWAY.port(), head + "Transfer-Encoding: chunked\r\n\r\n" + chunk)
                .status())
        .isEqualTo(413);
  }

  @Test
  void body_of_the_greatest_length_is_taken() throws IOException {
    String frame = "{\"page_token\":\"a\"%s}"; // blanks, since the service sends the token back
    int room = Limits.BODY_BYTES - frame.formatted("").length();

    assertThat(GATEWAY.post(LIST, frame.formatted(" ".repeat(room))).status()).isEqualTo(200);
  }

  @Test
  void small_body_that_unpacks_to_a_large_one_is_refused() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(" ".repeat(64 << 20).getBytes(UTF_8));
    }
    String head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n";
    try (RawConnection connection = new RawConnection(GATEWAY.port())) {
      connection.send(head.formatted(LIST, packed.size()));
      connection.send(packed.toByteArray());
      assertThat(connection.read())
          .matches(r -> r.status() == 413 && r.body().contains("at most 4194304 bytes"));
    }
  }

  @Test
  void body_that_does_not_come_is_cut_off() throws IOException {
    Supplier<Duration> waited = Clock.system().stopwatch();
    try (RawConnection body = new RawConnection(GATEWAY.port());
        RawConnection header = new RawConnection(GATEWAY.port())) {
      body.send("POST " + LIST + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{");
      header.send("GET " + LIST + " HTTP/1.1\r\nHost: ");
      for (RawConnection late : List.of(body, header)) {
        assertThat(late.read().status()).isEqualTo(408);
        assertThat(late.read().status()).isZero();
      }
    }
    assertThat(waited.get()).isBetween(Limits.ARRIVAL.minusSeconds(1), Duration.ofSeconds(25));
  }

  @Test
  void two_requests_smuggled_as_one_are_refused() throws IOException {
    String both = "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n";
    assertThat(GATEWAY.send("POST " + LIST, both, "").status()).isEqualTo(400);
  }

  @Test
  void many_query_values_are_refused() throws IOException {
    assertThat(GATEWAY.get("/services?" + "a&".repeat(10)).status()).isEqualTo(200);
    assertThat(GATEWAY.get(LIST + "?" + "a&".repeat(1_001)).body()).contains("too many values");
  }
}
