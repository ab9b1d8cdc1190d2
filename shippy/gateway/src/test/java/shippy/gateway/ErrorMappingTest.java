package shippy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a service fails with, as clients of the gateway see it. */
class ErrorMappingTest {
  private static final GatewayFixture GATEWAY = GatewayFixture.open();

  @AfterAll
  static void close() {
    GATEWAY.close();
  }

  @ParameterizedTest
  @CsvSource({
    "CANCELLED, 499, Client Closed Request",
    "UNKNOWN, 500, Internal Server Error",
    "INVALID_ARGUMENT, 400, Bad Request",
    "DEADLINE_EXCEEDED, 504, Gateway Timeout",
    "NOT_FOUND, 404, Not Found",
    "ALREADY_EXISTS, 409, Conflict",
    "PERMISSION_DENIED, 403, Forbidden",
    "RESOURCE_EXHAUSTED, 429, Too Many Requests",
    "FAILED_PRECONDITION, 400, Bad Request",
    "ABORTED, 409, Conflict",
    "OUT_OF_RANGE, 400, Bad Request",
    "UNIMPLEMENTED, 501, Not Implemented",
    "INTERNAL, 500, Internal Server Error",
    "UNAVAILABLE, 503, Service Unavailable",
    "DATA_LOSS, 500, Internal Server Error",
    "UNAUTHENTICATED, 401, Unauthorized",
  })
  void status_of_a_service_becomes_that_of_the_answer(String code, int status, String name)
      throws IOException {
    RawConnection.Response response =
        GATEWAY.get("/consignment/shippingService/getConsignment?id=" + code);

    assertThat(response.status()).isEqualTo(status);
    assertThat(response.header("Content-Type")).isEqualTo("application/json");
    assertThat(response.body())
        .startsWith("{\"id\":\"shippy.service.consignment\",\"code\":%d,".formatted(status))
        .contains("\"status\":\"" + name + "\"");
    assertThat(response.header("Retry-After")).isEqualTo(status == 503 ? "1" : "");
    assertThat(response.header("x-shippy-node")).startsWith("shippy.service.consignment-");
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1", "3, 0, 3", "3, 1, 4", "0, 0, 1", "9223372036854775807, 1, ''"})
  void refused_call_tells_when_to_try_again_in_whole_seconds(long seconds, int nanos, String told)
      throws IOException {
    RawConnection.Response response =
        GATEWAY.get("/consignment/shippingService/getConsignment?id=" + seconds + "." + nanos);

    assertThat(response.status()).isEqualTo(429);
    assertThat(response.header("Retry-After")).isEqualTo(told);
    assertThat(response.body())
        .contains("\"detail\":\"too many\",\"status\":\"Too Many Requests\"");
  }

  @Test
  void text_of_the_service_is_the_detail() throws IOException {
    assertThat(GATEWAY.get("/consignment/shippingService/getConsignment?id=NOT_FOUND").body())
        .isEqualTo(
            "{\"id\":\"shippy.service.consignment\",\"code\":404,\"detail\":\"as you wished\","
                + "\"status\":\"Not Found\"}\n");
  }
}
