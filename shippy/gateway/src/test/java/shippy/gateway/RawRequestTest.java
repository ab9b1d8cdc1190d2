package shippy.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests as bytes, by each version of HTTP: whatever comes, the answer is the gateway's own, in
 * JSON, with a length, a date and no more. A tilde ends a header; {@code \xNN} is an octet.
 */
class RawRequestTest {
  private static final String LIST = "/consignment/shippingService/getConsignments";
  private static final GatewayFixture GATEWAY = GatewayFixture.open();

  /** A gateway that has just started has not looked yet. */
  @BeforeAll
  static void await_the_first_look_at_the_instances() {
    eventually(
        Duration.ofSeconds(20), () -> assertThat(GATEWAY.get("/health").status()).isEqualTo(200));
  }

  @AfterAll
  static void close() {
    GATEWAY.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        // method target headers body status
        "GET /services '' '' 200",
        "GET /services? '' '' 200",
        "GET /services?a=b&&=&c '' '' 200",
        "GET / '' '' 200",
        "GET /health '' '' 200",
        "GET /consignment/shippingService/getConsignments '' '' 200",
        "GET LIST?page_token=a|b '' '' 200",
        "GET LIST?page_token={} '' '' 200",
        "GET LIST?page_token=^`<>\\x22 '' '' 200",
        "GET LIST?page_token=[1] '' '' 200",
        "GET LIST?page_token=\\xc3\\xa9 '' '' 200",
        "GET LIST?page_token=%C3%A9 '' '' 200",
        "GET LIST?page_token=\\xe2\\x82\\xac\\xf0\\x9f\\x9a\\xa2 '' '' 200",
        "GET LIST?page_token=\\xff '' '' 400",
        "GET LIST?page_token=\\xc3 '' '' 400",
        "GET LIST?page_token=%zz '' '' 400",
        "GET LIST?page_token=% '' '' 400",
        "GET LIST?page_token=%e '' '' 400",
        "GET LIST?page_size=x|y '' '' 400",
        "GET /| '' '' 404",
        "GET /{x} '' '' 404",
        "GET /^ '' '' 404",
        "GET /a[0]/b '' '' 404",
        "GET /\\x22 '' '' 404",
        "GET /\\xc3\\xa9 '' '' 404",
        "GET /\\xff '' '' 400",
        "GET /%zz '' '' 400",
        "GET /%z '' '' 400",
        "GET /% '' '' 400",
        "GET /%ff '' '' 400",
        "GET /%00 '' '' 400",
        "GET /a%0a '' '' 400",
        "GET /.. '' '' 400",
        "GET /a/../services '' '' 400",
        "GET /a%2fb '' '' 400",
        "GET /a\\\\b '' '' 400",
        "GET //services '' '' 400",
        "GET //evil.example/services '' '' 400",
        "GET /services#x '' '' 400",
        "GET services '' '' 400",
        "GET ?a=b '' '' 400",
        "GET * '' '' 400",
        "GET mailto:x '' '' 400",
        "GET http:/// '' '' 400",
        "GET ftp://localhost/services '' '' 400",
        "GET http://evil.example/services '' '' 403",
        "GET http://localhost/services '' '' 200",
        "GET HTTP://localhost '' '' 200",
        "GET http://localhost?a=b '' '' 200",
        "POST /services '' '' 405",
        "POST * '' '' 400",
        "OPTIONS /services '' '' 405",
        "TRACE / '' '' 405",
        "BREW LIST '' '' 405",
        "FOO-bar_1 LIST '' '' 405",
        "POST LIST '' '{}' 200",
        "POST LIST '' '{\"page_size\":7}' 200",
        "POST LIST '' '{' 400",
        "POST LIST '' '[1]' 400",
        "POST LIST '' '\\xff' 400",
        "POST LIST 'Content-Type: application/json; charset=utf-8~' '{\"page_token\":\"\\xc3\\xa9\"}' 200",
        "POST LIST 'Content-Type: application/json; charset=\"UTF-8\"~' '{}' 200",
        "POST LIST 'Content-Type: text/plain;charset=us-ascii~' '{\"page_token\":\"\\xc3\\xa9\"}' 400",
        "POST LIST 'Content-Type: text/plain;charset=iso-8859-1~' '{\"page_token\":\"\\xe9\"}' 200",
        "POST LIST 'Content-Type: text/plain;charset=utf-16~' '{}' 415",
        "POST LIST 'Content-Type: text/plain;charset=~' '{}' 415",
        "POST LIST 'Content-Encoding: identity~' '{}' 200",
        "POST LIST 'Content-Encoding: br~' '{}' 415",
        "POST LIST 'Content-Encoding: gzip, gzip~' '{}' 415",
        "POST LIST 'Content-Encoding: gzip~' '{}' 400",
        "POST LIST 'Content-Encoding: gzip~' '\\x1f\\x8b\\x08' 400",
        "POST LIST 'Content-Encoding: gzip~' '\\x1f\\x8b\\x08\\x00\\x00\\x00\\x00\\x00\\x00\\x03\\xab\\xae\\x05\\x00\\x43\\xbf\\xa6\\xa3\\x02\\x00\\x00\\x00' 200",
        "POST LIST 'Expect: magic~' '{}' 417",
        "POST /rpc '' '' 400",
        "POST /rpc '' '{\"service\":7}' 400",
        "GET LIST 'Timeout: soon~' '' 400",
        "GET LIST 'Origin: https://evil.example~' '' 403",
        "GET LIST 'Origin: \\xff~' '' 403",
        "GET /nope/a/b '' '' 404",
      })
  void answer_is_ours_by_each_version(
      String method, String target, String headers, String body, int status) throws IOException {
    byte[] path = bytes(target.replace("LIST", LIST));
    byte[] content = bytes(body);
    String size = content.length == 0 ? "" : "Content-Length: " + content.length + "~";
    String host = "127.0.0.1:" + GATEWAY.port();
    for (String version : new String[] {"1.0", "1.1"}) {
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      request.writeBytes(bytes(method + " "));
      request.writeBytes(path);
      String own = version.equals("1.0") ? "" : "Host: " + host + "~";
      String lines = " HTTP/" + version + "~" + own + size + headers + "~";
      request.writeBytes(bytes(lines.replace("~", "\\x0d\\x0a")));
      request.writeBytes(content);
      try (RawConnection connection = new RawConnection(GATEWAY.port())) {
        connection.send(request.toByteArray());
        RawConnection.Response response = connection.read(false);
        requireOurs(response, status);
        if (version.equals("1.0")) {
          assertThat(response.header("Connection")).isEqualTo("close");
        }
      }
    }
    requireOurs(
        RawHttp2.exchange(
            GATEWAY.port(),
            RawHttp2.headers(method, path, host, headers.replace('~', '\n')),
            content),
        status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET~~                                                                      | 400",
        "GET /services~~                                                            | 400",
        "GET /services HTTP~~                                                       | 400",
        "GET /services HTTP/x~~                                                     | 400",
        "GET /services HTTP/2.0~Host: localhost~~                                   | 505",
        "GET /services HTTP/1.1 x~Host: localhost~~                                 | 400",
        "GET /a b HTTP/1.1~Host: localhost~~                                        | 400",
        "\\x16\\x03\\x01\\x02\\x00\\x01~~                                           | 400",
        "GET /services HTTP/1.1~~                                                   | 400",
        "GET /services HTTP/1.1~Host: a~Host: b~~                                   | 400",
        "GET /services HTTP/1.1~Host: localhost~Host: localhost~~                   | 400",
        "GET /services HTTP/1.1~Host : localhost~~                                  | 400",
        "GET /services HTTP/1.1~: x~Host: localhost~~                               | 400",
        "GET /services HTTP/1.1~no colon~Host: localhost~~                          | 400",
        "GET /services HTTP/1.1~Host: localhost~X: a\\x00b~~                        | 400",
        "GET /services HTTP/1.0~Host: evil.example~~                                | 403",
        "GET /services HTTP/1.0~Origin: http://evil.example~~                       | 403",
        "CONNECT localhost:22 HTTP/1.1~Host: localhost~~                            | 400",
        "POST /rpc HTTP/1.1~Host: localhost~Content-Length: -1~~                    | 400",
        "POST /rpc HTTP/1.1~Host: localhost~Content-Length: +2~~{}                  | 400",
        "POST /rpc HTTP/1.1~Host: localhost~Content-Length: 0x2~~{}                 | 400",
        "POST /rpc HTTP/1.1~Host: localhost~Content-Length: 2~Content-Length: 3~~{} | 400",
        "POST /rpc HTTP/1.1~Host: localhost~Content-Length: 99999999999999999999~~  | 400",
        "POST /rpc HTTP/1.1~Host: localhost~Content-Length: 4194305~~               | 413",
        "POST /rpc HTTP/1.1~Host: localhost~Transfer-Encoding: gzip~~               | 501",
        "POST /rpc HTTP/1.1~Host: localhost~Transfer-Encoding: gzip, chunked~~      | 501",
        "POST /rpc HTTP/1.1~Host: localhost~Transfer-Encoding: chunked~~zz~{}~0~~   | 400",
        "POST /rpc HTTP/1.1~Host: localhost~Transfer-Encoding: chunked~~-2~{}~0~~   | 400",
        "POST /rpc HTTP/1.1~Host: localhost~Transfer-Encoding: chunked~~2~{}0~~     | 400",
        "POST /rpc HTTP/1.1~Host: localhost~Transfer-Encoding: chunked~~2~{}~0~~    | 400",
        "POST /rpc HTTP/1.1~Host: localhost~Transfer-Encoding: chunked~Content-Length: 2~~2~{}~0~~ | 400",
        "POST LIST HTTP/1.1~Host: localhost~Transfer-Encoding: chunked~~2~{}~0~~    | 200",
        "POST LIST HTTP/1.1~Host: localhost~Transfer-Encoding: chunked~~2;x=y~{}~0~X: y~~ | 200",
        "POST LIST HTTP/1.1~Host: localhost~Transfer-Encoding: chunked~Trailer: X~~2~{}~0~X: y~~ | 200",
        "~GET /services HTTP/1.1~Host: localhost~~                                  | 200",
        "GET /services HTTP/1.1~Host: localhost~Connection: Upgrade, HTTP2-Settings~Upgrade: h2c~HTTP2-Settings: AAMAAABk~~ | 200",
      })
  void bytes_of_http1_are_judged(String request, int status) throws IOException {
    try (RawConnection connection = new RawConnection(GATEWAY.port())) {
      connection.send(bytes(request.replace("LIST", LIST).replace("~", "\\x0d\\x0a")));
      requireOurs(connection.read(false), status);
    }
  }

  private static void requireOurs(RawConnection.Response response, int status) {
    assertThat(response.status()).as(response.toString()).isEqualTo(status);
    assertThat(response.header("Content-Type")).isEqualTo("application/json");
    assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(response.header("Content-Length"))
        .isEqualTo(String.valueOf(response.body().getBytes(UTF_8).length));
    assertThat(DateTimeFormatter.RFC_1123_DATE_TIME.parse(response.header("Date"))).isNotNull();
    JsonObject json = JsonParser.parseString(response.body()).getAsJsonObject();
    if (status >= 400) {
      assertThat(json.get("id").getAsString()).isEqualTo("shippy.api");
      assertThat(json.get("code").getAsInt()).isEqualTo(status);
      assertThat(json.get("detail").getAsString()).isNotEmpty();
      assertThat(json.get("status").getAsString()).isNotEmpty();
    }
  }

  private static byte[] bytes(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("\\x", i)) {
        out.write(Integer.parseInt(text.substring(i + 2, i + 4), 16));
        i += 3;
      } else {
        out.write(text.charAt(i));
      }
    }
    return out.toByteArray();
  }
}
