package shippy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.gateway.DeclaredService.method;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import shippy.service.RunningService;
import shippy.testkit.Eventually;

/** Rules come and go with the services that declare them. */
class HttpRulesTest {
  private final GatewayFixture gateway = GatewayFixture.open();

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void rules_of_a_service_are_served_from_its_registration_on() throws IOException {
    assertThat(gateway.get("/mail/1").status()).isEqualTo(404);

    gateway.start("post", new DeclaredService("post", method("Get", "get: '/mail/{name}'")));

    assertThat(gateway.get("/mail/1").body()).contains("Get {'name':'1'}");
  }

  @Test
  void a_service_that_has_gone_is_said_to_be_down() throws IOException {
    RunningService service =
        gateway.start("post", new DeclaredService("post", method("Get", "get: '/mail/{name}'")));
    assertThat(gateway.get("/mail/1").status()).isEqualTo(200);

    service.close();

    RawConnection.Response response = gateway.get("/mail/1");
    assertThat(response.status()).as(response.body()).isEqualTo(503);
    assertThat(response.body()).contains("post");
  }

  @Test
  void of_two_services_that_declare_the_same_the_first_by_name_is_served() throws IOException {
    gateway.start("b", new DeclaredService("b", method("GetB", "get: '/mail/{name}'")));
    gateway.start("c", new DeclaredService("c", method("GetC", "get: '/mail/{user_id}'")));
    assertThat(gateway.get("/mail/1").body()).contains("GetB");

    RunningService first =
        gateway.start("a", new DeclaredService("a", method("GetA", "get: '/mail/{name=*}'")));
    eventually("GetA");

    first.close();
    eventually("GetB");
  }

  private void eventually(String method) {
    Eventually.eventually(
        Duration.ofSeconds(10), () -> assertThat(gateway.get("/mail/1").body()).contains(method));
  }

  @Test
  void a_rule_that_matches_any_path_leaves_those_of_other_services_alone() throws IOException {
    gateway.start(
        "files",
        new DeclaredService(
            "files",
            method("GetFile", "get: '/{name=**}'"),
            method("Put", "custom { kind: 'LINK' path: '/{name}' }")));

    assertThat(gateway.get("/consignment/shippingService/getConsignments").body())
        .contains("next_page_token");
    assertThat(gateway.get("/some/file").body()).contains("GetFile {'name':'some/file'}");
    assertThat(gateway.send("LINK /a", "", "").body()).contains("Put {'name':'a'}");
    assertThat(gateway.get("/services").body()).contains("\"name\":\"files\"");
  }
}
