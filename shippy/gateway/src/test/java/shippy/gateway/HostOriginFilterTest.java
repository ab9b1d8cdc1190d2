package shippy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class HostOriginFilterTest {
  @Test
  void pages_of_other_sites_may_call_if_cors_is_on() throws IOException {
    try (GatewayFixture gateway = new GatewayFixture(HandlerKind.META, true)) {
      RawConnection.Response preflight =
          gateway.send(
              "OPTIONS /rpc", "Origin: https://a.example\r\nSec-Fetch-Site: cross-site\r\n", "");
      assertThat(preflight.status()).isEqualTo(204);
      assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo("*");
      assertThat(preflight.header("Access-Control-Allow-Methods")).contains("POST");
      assertThat(preflight.header("Access-Control-Allow-Headers"))
          .isEqualTo("Accept, Authorization, Content-Type, Idempotency-Key, Timeout, traceparent");
      assertThat(preflight.header("Access-Control-Max-Age")).isEqualTo("7200");
      assertThat(preflight.header("Vary")).isEqualTo("Access-Control-Request-Headers");

      assertThat(gateway.send("GET /services", "Origin: https://a.example\r\n", ""))
          .matches(r -> r.status() == 200)
          .matches(r -> r.header("Access-Control-Expose-Headers").contains("x-shippy-node"));
      assertThat(gateway.send("GET /services", "Host: evil.example\r\n", "").status())
          .isEqualTo(403);
    }
  }

  @Test
  void headers_of_go_micro_are_allowed_by_the_names_that_are_asked_for() throws IOException {
    try (GatewayFixture gateway = new GatewayFixture(HandlerKind.META, true)) {
      RawConnection.Response preflight =
          gateway.send(
              "OPTIONS /rpc",
              header("Origin", "https://a.example")
                  + header(
                      "Access-Control-Request-Headers",
                      "authorization,Micro-Service, micro-id,cookie"),
              "");
      assertThat(preflight.header("Access-Control-Allow-Headers"))
          .endsWith(", traceparent, micro-service, micro-id");
    }
  }

  @Test
  void answer_says_which_headers_it_depends_on() throws IOException {
    try (GatewayFixture gateway = GatewayFixture.open()) {
      assertThat(gateway.get("/services").header("Vary")).isEqualTo("Origin, Sec-Fetch-Site");
      assertThat(gateway.get("/").header("Vary")).contains("Accept");
      assertThat(gateway.send("GET /", "Accept: text/html\r\n", "").header("Vary"))
          .contains("Accept");
      assertThat(gateway.watchHealth("").header("Vary")).contains("Accept");
    }
  }

  @Test
  void cors_is_off_unless_asked_for() throws IOException {
    try (GatewayFixture gateway = new GatewayFixture(HandlerKind.META, false)) {
      assertThat(gateway.get("/services").header("Access-Control-Allow-Origin")).isEmpty();
      assertThat(gateway.get("/services").header("X-Content-Type-Options")).isEqualTo("nosniff");
    }
  }

  @Test
  void link_from_another_site_opens_the_page_and_nothing_else() throws IOException {
    try (GatewayFixture gateway = new GatewayFixture(HandlerKind.META, false)) {
      String link = "Sec-Fetch-Site: cross-site\r\n";
      assertThat(gateway.send("GET /", link, "").status()).isEqualTo(200);
      assertThat(gateway.send("GET /services", link, "").status()).isEqualTo(403);
    }
  }

  private static String header(String name, String value) {
    return name + ": " + value + "\r\n";
  }
}
