package shippy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.gateway.control.ControlToken;
import shippy.registry.HostPort;

class ControlPathsTest {
  private final InMemoryControl run = new InMemoryControl();
  private GatewayFixture gateway = started("127.0.0.1", false, Optional.empty());

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void instances_of_the_run_are_listed() throws IOException {
    assertThat(gateway.get("/control/instances").body())
        .startsWith(
            "{\"instances\":[{\"id\":\"3f2a\",\"service\":\"shippy.service.vessel\","
                + "\"program\":\"vessel-service\",\"label\":\"vessel-service\",\"pid\":41},");
  }

  @Test
  void log_goes_on_after_the_last_line_that_was_read() throws IOException {
    assertThat(gateway.get("/control/logs?instance=3f9b&after=2").body())
        .isEqualTo(
            "{\"instance\":\"3f9b\",\"lines\":"
                + "[{\"number\":3,\"at\":3,\"text\":\"vessel-service-2 line 3\"}]}\n");
    assertThat(gateway.get("/control/logs?instance=gone").body()).contains("gone line 1");
    assertThat(gateway.get("/control/logs?instance=boat").status()).isEqualTo(404);
    assertThat(gateway.get("/control/logs?instance=3f9b&after=x").body())
        .contains("after: \\\"x\\\" (expected: number of a line)");
  }

  @Test
  void orders_reach_the_instances_that_are_named() throws IOException {
    order("kill", "{\"name\":\"shippy.service.vessel-3f2a\"}");
    order("restart", "{\"name\":\"vessel-service\"}");
    order("restart", "{\"name\":\"77\"}");
    order("stop", "{\"name\":\"loader\"}");
    order("stop", "{\"name\":\"vessel-service-2\"}");
    order("restart", "{\"name\":\"vessel\"}");
    order("scale", "{\"name\":\"shippy.service.vessel\",\"instances\":5}");

    assertThat(run.orders())
        .containsExactly(
            "kill 3f2a",
            "restart [3f2a, 3f9b]",
            "restart [77c0]",
            "stop [77c0]",
            "stop [3f9b]",
            "restart [3f2a, 3f9b]",
            "scale vessel-service 5");
  }

  @Test
  void name_that_is_not_clear_is_refused() throws IOException {
    assertThat(gateway.post("/control/kill", "{\"name\":\"3f\"}"))
        .matches(r -> r.status() == 409)
        .matches(r -> r.body().contains("3f: 2 instances (expected: one)"))
        .matches(r -> r.body().contains("one of 3f2a, 3f9b"));
    assertThat(gateway.post("/control/stop", "{\"name\":\"3f\"}"))
        .as("the beginning of two ids stops neither")
        .matches(r -> r.status() == 409);
    assertThat(gateway.post("/control/stop", "{\"name\":\"boat\"}"))
        .matches(r -> r.status() == 404)
        .matches(r -> r.body().contains("(expected: vessel-service, loader, or an id)"));
    assertThat(gateway.post("/control/scale", "{\"name\":\"boat\",\"instances\":1}").status())
        .isEqualTo(404);
    assertThat(gateway.post("/control/scale", "{\"name\":\"loader\",\"instances\":101}").body())
        .contains("instances: 101 (expected: 0-100)");
    assertThat(gateway.post("/control/stop", "{}").body())
        .contains("name: null (expected: a program, a service or an instance)");
    assertThat(gateway.get("/control/stop").status()).isEqualTo(405);
  }

  @Test
  void gateway_without_a_run_controls_nothing() throws IOException {
    try (GatewayFixture plain = new GatewayFixture(HandlerKind.META, false)) {
      assertThat(plain.get("/control/instances"))
          .matches(r -> r.status() == 404)
          .matches(r -> r.body().contains("this gateway started no instances"));
    }
  }

  @Test
  void nothing_is_served_beyond_loopback_without_a_token() throws IOException {
    restart("0.0.0.0", false, Optional.empty());
    assertThat(gateway.get("/control/logs?instance=3f2a"))
        .matches(r -> r.status() == 403)
        .matches(r -> r.body().contains("--api_token_file"));
    assertThat(gateway.post("/control/kill", "{\"name\":\"3f2a\"}").status()).isEqualTo(403);

    restart("0.0.0.0", false, Optional.of(new ControlToken("s3cret")));
    assertThat(gateway.get("/control/instances"))
        .matches(r -> r.status() == 401)
        .matches(r -> r.header("WWW-Authenticate").equals("Bearer"));
    assertThat(authorized("Bearer s3cre").status()).isEqualTo(401);
    assertThat(authorized("Bearer s3cret").status()).isEqualTo(200);
    assertThat(run.orders()).isEmpty();
  }

  @Test
  void page_of_another_site_controls_nothing_even_if_it_may_call() throws IOException {
    restart("127.0.0.1", true, Optional.empty());
    String foreign = "Origin: https://a.example\r\n";
    assertThat(gateway.send("POST /control/kill", foreign, "{\"name\":\"3f2a\"}").status())
        .isEqualTo(403);
    String site = "Sec-Fetch-Site: cross-site\r\n";
    assertThat(gateway.send("GET /control/instances", site, "").status()).isEqualTo(403);
    assertThat(run.orders()).isEmpty();
  }

  private RawConnection.Response authorized(String header) throws IOException {
    return gateway.send("GET /control/instances", "Authorization: " + header + "\r\n", "");
  }

  private void order(String action, String body) throws IOException {
    assertThat(gateway.post("/control/" + action, body).status()).isEqualTo(200);
  }

  private void restart(String host, boolean cors, Optional<ControlToken> token) {
    gateway.close();
    gateway = started(host, cors, token);
  }

  private GatewayFixture started(String host, boolean cors, Optional<ControlToken> token) {
    HostPort address = new HostPort(host, 0);
    GatewayOptions options =
        new GatewayOptions(
            address, HandlerKind.META, "shippy.service", cors, false, GatewayFixture.START);
    return new GatewayFixture(options.controlling(run, token));
  }
}
