package shippy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A method that takes the HTTP request itself. */
class GoApiHandlerTest {
  private final GatewayFixture gateway = GatewayFixture.open();

  GoApiHandlerTest() {
    gateway.start("shippy.service.web", new GoApiService());
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void request_arrives_whole_and_response_leaves_whole() throws IOException {
    RawConnection.Response response =
        gateway.send(
            "PUT /web/pages/show?a=1&a=2",
            "X-Color: blue\r\nContent-Type: text/plain\r\n",
            "hello");

    assertThat(response.status()).as(response.body()).isEqualTo(201);
    assertThat(response.header("Content-Type")).isEqualTo("text/plain");
    assertThat(response.header("X-Answer")).isEqualTo("yes");
    assertThat(response.header("X-Forged")).isEmpty();
    assertThat(response.header("x-shippy-node")).startsWith("shippy.service.web-");
    assertThat(response.body())
        .contains("method: \"PUT\"", "path: \"/web/pages/show\"", "body: \"hello\"")
        .contains("url: \"/web/pages/show?a=1&a=2\"", "\"blue\"")
        .containsSubsequence("key: \"a\"", "values: \"1\"", "values: \"2\"");
  }

  @Test
  void form_is_in_post() throws IOException {
    assertThat(
            gateway
                .send(
                    "POST /web/pages/show",
                    "Content-Type: application/x-www-form-urlencoded\r\n",
                    "name=a+b")
                .body())
        .containsSubsequence("post {", "values: \"a b\"");
  }

  @Test
  void status_that_is_none_is_a_fault_of_the_service() throws IOException {
    assertThat(gateway.get("/web/pages/show?status=99"))
        .matches(r -> r.status() == 502 && r.body().contains("statusCode: 99 (expected: 200-599)"));
    assertThat(gateway.get("/web/pages/show?status=204"))
        .matches(r -> r.status() == 204 && r.body().isEmpty());
  }

  @Test
  void handler_api_takes_no_other_methods() throws IOException {
    try (GatewayFixture apis = new GatewayFixture(HandlerKind.API, false)) {
      apis.start(GatewayFixture.SHIPPING, apis.shipping());
      assertThat(apis.get("/consignment/shippingService/getConsignments"))
          .matches(r -> r.status() == 501 && r.body().contains("expected: go.api.Request"));
    }
  }
}
