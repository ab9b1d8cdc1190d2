package shippy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import shippy.testkit.JsonCase;

/** How query, form and body become a message. The service answers with the request it got. */
class RequestTest {
  private static final String LIST = "/consignment/shippingService/getConsignments";
  private static final String CREATE = "/shippy.service.consignment/CreateConsignment";
  private static final GatewayFixture GATEWAY = GatewayFixture.open();

  @AfterAll
  static void close() {
    GATEWAY.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // query | body | the request that the service saw
        "''                                | ''                  | {}",
        "?page_size=7                      | ''                  | {pageSize:7}",
        "?pageSize=7                       | ''                  | {pageSize:7}",
        "?page_token=a+b%2B%26             | ''                  | {pageToken:a b+\\\\u0026}",
        "?page_token=                      | ''                  | {}",
        "?page_token                       | ''                  | {}",
        "?page_token=%C3%A9                | ''                  | {pageToken:é}",
        "?page_token=1=2                   | ''                  | {pageToken:1\\\\u003d2}",
        "?&&page_size=7&                   | ''                  | {pageSize:7}",
        "?statuses=PENDING                 | ''                  | {statuses:[PENDING]}",
        "?statuses=PENDING&statuses=CONFIRMED     | ''                  |"
            + " {statuses:[PENDING,CONFIRMED]}",
        "''                                | {'page_size':7}     | {pageSize:7}",
        "''                                | {'page_size':'7'}   | {pageSize:7}",
        "?page_size=7                      | {'page_token':'t'}  | {pageSize:7,pageToken:t}",
        "?page_size=7                      | {'page_size':8}     | {pageSize:8}",
        "?page_size=7&page_token=t         | {'page_size':null}  | {pageToken:t}",
        "?page_size=7                      | {}                  | {pageSize:7}",
      })
  void query_and_body_are_one_request(String query, String body, String seen) throws IOException {
    RawConnection.Response response = GATEWAY.post(LIST + query, body.replace('\'', '"'));

    assertThat(response.status()).as(response.body()).isEqualTo(200);
    assertThat(response.body().replace("\\\"", "")).contains(":\"" + seen + "\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?page_size=abc                    | '\"detail\":\"query: page_size: '",
        "?page_size=1.5                    | '\"detail\":\"query: page_size: '",
        "?page_size=2147483648             | '\"detail\":\"query: page_size: '",
        "?page_size=99999999999999999999999999999999 | page_size",
        "?page_size=1e10                   | page_size",
        "?page_size=                       | page_size",
        "?page_size=1&page_size=2          | 'query: \"page_size\" is given 2 times (expected:"
            + " once)'",
        "?page_sise=1                      | 'did you mean \"page_size\"?'",
        "?page_sise=1                      | '\"detail\":\"query: unknown field \"page_sise\"'",
        "?page_size.x=1                    | leads into page_size",
        "?statuses.x=1                     | leads into statuses",
        "?statuses=LOST                    | statuses",
        "?a..b=1                           | joined by dots",
        "?=1                               | joined by dots",
        "?.=1                              | joined by dots",
        "?page_token=%ff                   | UTF-8",
        "?page_size=1&pageSize=2           | page_size",
      })
  void query_that_does_not_fit_is_refused(String query, String text) throws IOException {
    RawConnection.Response response = GATEWAY.get(LIST + query);

    assertThat(response.status()).as(response.body()).isEqualTo(400);
    assertThat(response.body().replace("\\\"", "\"")).contains(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{                                 | JSON",
        "[]                                | object",
        "7                                 | object",
        "null                              | object",
        "{} {}                             | text after the end",
        "{'weight':1,'weight':2}           | weight: given twice",
        "{'weight':'heavy'}                | weight",
        "{'weight':true}                   | weight",
        "{'weight':3000000000}             | weight",
        "{'weight':1e400}                  | weight",
        "{'wieght':1}                      | 'did you mean \"weight\"?'",
        "{'containers':{}}                 | containers",
        "{weight:1}                        | in double quotes",
        "{'description':7}                 | description",
      })
  void body_that_does_not_fit_is_refused(String body, String text) throws IOException {
    RawConnection.Response response = GATEWAY.post(CREATE, body.replace('\'', '"'));

    assertThat(response.status()).as(response.body()).isEqualTo(400);
    assertThat(response.body().replace("\\\"", "\"")).contains(text);
  }

  @ParameterizedTest
  @MethodSource("shippy.testkit.JsonCase#all")
  void json_is_judged_as_by_every_other_reader(JsonCase json) throws IOException {
    RawConnection.Response response = GATEWAY.post(CREATE, json.json());

    assertThat(response.status())
        .as(response.body())
        .isEqualTo(json.error().isPresent() ? 400 : 200);
    json.error()
        .ifPresent(
            what ->
                assertThat(JsonParser.parseString(response.body()).getAsJsonObject())
                    .returns("request:" + what, fault -> fault.get("detail").getAsString()));
  }

  @Test
  void dots_lead_into_messages() throws IOException {
    assertThat(GATEWAY.post(CREATE + "?created_at=2026-11-21T00:00:00Z&weight=5", "").body())
        .contains("\"created_at\":\"2026-11-21T00:00:00Z\"", "\"weight\":5");
    assertThat(GATEWAY.post(CREATE + "?containers.origin=Hull", "").body())
        .contains("leads into containers");
  }

  @Test
  void body_in_parts_with_a_query_is_judged_too() throws IOException {
    assertThat(GATEWAY.post(LIST + "?page_size=1", "{} x").body())
        .contains("\"detail\":\"request:1:4: unexpected 'x'");
    assertThat(GATEWAY.post(LIST + "?page_size=1", "[]").body())
        .contains("\"detail\":\"request:1:", "(expected: an object {...})");
  }

  @Test
  void error_says_where_its_value_is_from() throws IOException {
    assertThat(GATEWAY.post(LIST + "?page_size=1", "{\"page_token\":7}").body())
        .contains("\"detail\":\"request:1:15: page_token: ");
    assertThat(GATEWAY.post(LIST + "?page_size=x", "{\"page_size\":7}").body())
        .contains("\"detail\":\"query: page_size: ");
    String form = "Content-Type: application/x-www-form-urlencoded\r\n";
    assertThat(GATEWAY.send("POST " + LIST, form, "page_size=x").body())
        .contains("\"detail\":\"form: page_size: ");
    assertThat(GATEWAY.send("POST " + LIST, form, "page_size=1&page_size=2").body())
        .contains("form: \\\"page_size\\\" is given 2 times");
  }

  @Test
  void form_is_a_query_and_curl_sends_json_as_one() throws IOException {
    String form = "Content-Type: application/x-www-form-urlencoded\r\n";
    assertThat(GATEWAY.send("POST " + LIST, form, "page_size=7&page_token=x").body())
        .contains("pageSize\\\":7", "pageToken\\\":\\\"x");
    assertThat(GATEWAY.send("POST " + LIST, form, "{\"page_size\":7}").body())
        .contains("pageSize\\\":7");
    for (String cut : new String[] {"page_token=%zz", "page_token=%", "page_token=%4"}) {
      assertThat(GATEWAY.send("POST " + LIST, form, cut).body()).contains("two hexadecimal digits");
    }
  }

  @Test
  void rpc_takes_service_endpoint_and_request_as_json_or_form() throws IOException {
    String json = "{\"service\":\"%s\",\"%s\":\"ShippingService.GetConsignments\",\"request\":%s}";
    assertThat(
            GATEWAY.post(
                "/rpc", json.formatted(GatewayFixture.SHIPPING, "endpoint", "{\"page_size\":7}")))
        .matches(r -> r.status() == 200 && r.body().contains("pageSize\\\":7"));
    assertThat(
            GATEWAY
                .post("/rpc", json.formatted(GatewayFixture.SHIPPING, "method", "\"{}\""))
                .status())
        .isEqualTo(200);
    String form = "Content-Type: application/x-www-form-urlencoded\r\n";
    assertThat(
            GATEWAY
                .send(
                    "POST /rpc",
                    form,
                    "service=shippy.service.consignment&method=GetConsignments"
                        + "&request=%7B%22page_size%22%3A7%7D")
                .body())
        .contains("pageSize\\\":7");
  }

  @Test
  void rpc_reaches_one_instance_but_only_one_of_the_service() throws IOException {
    String address = GATEWAY.registry.nodes(GatewayFixture.SHIPPING).get(0).address();
    String json =
        "{\"service\":\"shippy.service.consignment\",\"endpoint\":\"GetConsignments\","
            + "\"address\":\"%s\"}";
    assertThat(GATEWAY.post("/rpc", json.formatted(address)).status()).isEqualTo(200);
    assertThat(GATEWAY.post("/rpc", json.formatted("127.0.0.1:1")))
        .matches(r -> r.status() == 400 && r.body().contains("expected: one of an instance of"));
  }

  @Test
  void answer_has_a_trace_of_its_own_or_the_one_that_was_given() throws IOException {
    String given = "4bf92f3577b34da6a3ce929d0e0e4736";
    assertThat(GATEWAY.get(LIST).header("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    assertThat(
            GATEWAY
                .send(
                    "GET " + LIST,
                    "traceparent: 00-%s-00f067aa0ba902b7-01\r\n".formatted(given),
                    "")
                .header("traceparent"))
        .startsWith("00-" + given)
        .doesNotContain("00f067aa0ba902b7");
    assertThat(GATEWAY.send("GET " + LIST, "traceparent: nonsense\r\n", "").header("traceparent"))
        .doesNotContain("nonsense");
  }

  @Test
  void exception_of_a_handler_is_told_with_its_trace() throws IOException {
    RawConnection.Response response =
        GATEWAY.send(
            "POST /consignment/shippingService/getConsignment",
            "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n",
            "{\"id\":\"mist\"}");

    assertThat(response.status()).isEqualTo(500);
    assertThat(response.body())
        .contains("\"id\":\"shippy.service.consignment\"")
        .contains("\"detail\":\"java.lang.IllegalArgumentException: No enum constant ")
        .contains("Code.mist (trace 4bf92f3577b34da6a3ce929d0e0e4736 in the log)\"");
  }
}
