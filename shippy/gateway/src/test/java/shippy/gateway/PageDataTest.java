package shippy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PageDataTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final GatewayFixture gateway = GatewayFixture.open();

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void calls_are_kept_while_nobody_watches() throws IOException {
    RawConnection.Response called =
        gateway.get("/consignment/shippingService/getConsignments?page_size=5");
    String trace = called.header("traceparent").split("-", -1)[1];

    eventually(
        SOON,
        () -> {
          assertThat(gateway.get("/page/traces").body()).contains("\"id\":\"" + trace + "\"");
          assertThat(gateway.get("/page/history").body())
              .contains("\"step_ms\":10000")
              .contains("\"" + GatewayFixture.SHIPPING + "\":{\"calls\":[null,");
          String node = called.header("x-shippy-node");
          assertThat(gateway.get("/page/history?of=" + node).body())
              .contains("\"" + node + "\":{\"calls\":[")
              .doesNotContain(GatewayFixture.SHIPPING + "\":");
        });
    assertThat(gateway.get("/page/history?of=nobody").body()).contains("\"series\":{}");
  }

  @Test
  void file_that_the_browser_has_is_not_sent_again() throws IOException {
    RawConnection.Response first = gateway.get("/page/main.js");
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.header("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
    assertThat(first.header("X-Content-Type-Options")).isEqualTo("nosniff");

    RawConnection.Response again =
        gateway.send("GET /page/main.js", "If-None-Match: " + first.header("ETag") + "\r\n", "");
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(gateway.post("/page/main.js", "{}").status()).isEqualTo(405);
    assertThat(gateway.get("/page/index.html").status()).isEqualTo(404);
  }
}
