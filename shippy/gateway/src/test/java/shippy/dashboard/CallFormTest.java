package shippy.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.dashboard.PageExtension.SOON;
import static shippy.dashboard.StatusEvent.NOON;
import static shippy.dashboard.StatusEvent.busy;
import static shippy.dashboard.StatusEvent.plain;
import static shippy.testkit.Eventually.eventually;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.testkit.browser.HeadlessBrowser;

/** Calls from the page's form. */
class CallFormTest {
  private static final String SERVICE = "shippy.service.consignment";
  private static final String CREATE = "ShippingService.CreateConsignment";
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  @RegisterExtension static final PageExtension page = new PageExtension();

  private static final FakeGateway gateway = page.gateway();
  private static final HeadlessBrowser browser = page.browser();

  @BeforeAll
  static void describe() {
    gateway.describes(
        SERVICE,
        """
        {"endpoints": [
          {"name": "ShippingService.CreateConsignment", "template": {"description": "", "weight": 0}},
          {"name": "ShippingService.GetConsignments", "template": {"page_size": 0}}]}
        """);
    gateway.describes("shippy.service.vessel", "{\"endpoints\": []}");
  }

  @BeforeEach
  void open() {
    gateway.shows(busy("serving"));
    browser.open(gateway.page());
    eventually(
        SOON,
        () ->
            assertThat(browser.run("return document.getElementById('endpoint').value"))
                .isEqualTo(CREATE));
    gateway.requests();
  }

  @AfterEach
  void nothing_but_answers_that_are_errors_was_told() {
    assertThat(browser.complaints()).allMatch(line -> line.contains("Failed to load resource"));
  }

  @Test
  void a_template_is_there_to_fill_in() {
    assertThat(browser.run("return document.getElementById('request').value"))
        .isEqualTo("{\n  \"description\": \"\",\n  \"weight\": 0\n}");
  }

  @Test
  void a_call_shows_its_answer_and_which_node_gave_it() {
    gateway.replies(
        200, "{\"created\":true}", Map.of("x-shippy-node", "shippy.service.consignment-2"));

    browser.type("#request", "{\"weight\": 55000}");
    browser.click("#go");

    eventually(SOON, () -> assertThat(browser.text("#answer")).contains("\"created\": true"));
    assertThat(browser.text("#verdict").replaceAll("\\s+", " "))
        .matches("OK [\\d.]+ m?s by consignment-2");
    assertThat(gateway.requests())
        .containsExactly(
            new FakeGateway.Request("/" + SERVICE + "/" + CREATE, "{\"weight\": 55000}"));
  }

  @Test
  void an_error_shows_code_detail_and_hint() {
    gateway.replies(
        400,
        """
        {"id": "go.micro.api", "code": 400, "status": "Bad Request",
         "detail": "request:1:3: unknown field \\"wieght\\"", "hint": "did you mean \\"weight\\"?"}
        """,
        Map.of());

    browser.click("#go");

    eventually(SOON, () -> assertThat(browser.text("#verdict")).startsWith("400 Bad Request"));
    assertThat(browser.text("#answer")).isEqualTo("request:1:3: unknown field \"wieght\"");
    assertThat(browser.text("#hint")).isEqualTo("did you mean \"weight\"?");
  }

  @Test
  void an_answer_that_is_no_json_shows_as_it_is() {
    gateway.replies(502, "<b>no</b>", Map.of());

    browser.click("#go");

    eventually(SOON, () -> assertThat(browser.text("#answer")).isEqualTo("<b>no</b>"));
    assertThat(browser.text("#verdict")).startsWith("502");
  }

  @Test
  void the_trace_of_a_call_is_one_click_away() {
    gateway.replies(200, "{}", Map.of("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01"));
    browser.click("#go");
    eventually(SOON, () -> assertThat(browser.text("#verdict")).startsWith("OK"));

    gateway.shows(busy("serving", plain("later", NOON + 10), plain(TRACE, NOON)));
    eventually(SOON, () -> assertThat(browser.text("#verdict")).contains("show its trace"));
    browser.click("#verdict .link");

    assertThat(browser.text("#head code")).isEqualTo(TRACE);
  }

  @Test
  void what_was_typed_stays_with_its_endpoint() {
    browser.type("#request", "{\"weight\": 1}");
    browser.click("#endpoint option:nth-child(2)");
    assertThat(browser.run("return document.getElementById('request').value"))
        .contains("page_size");

    browser.click("#endpoint option:nth-child(1)");

    assertThat(browser.run("return document.getElementById('request').value"))
        .isEqualTo("{\"weight\": 1}");
  }

  @Test
  void a_call_is_copied_for_a_shell_that_takes_it_as_it_is() {
    browser.type("#request", "{\"description\": \"it's\\n\"}");

    browser.click("#curl");
    assertThat(browser.text("#copied"))
        .isEqualTo(
            "curl -H 'content-type: application/json' --data-raw '{\"description\":\"it'\\''s\\n\"}' "
                + gateway.page()
                + "shippy.service.consignment/ShippingService.CreateConsignment");
    browser.click("#cli");
    assertThat(browser.text("#copied"))
        .isEqualTo(
            "shippy --registry=etcd --registry_address=127.0.0.1:2379 call"
                + " shippy.service.consignment ShippingService.CreateConsignment"
                + " '{\"description\":\"it'\\''s\\n\"}'");
  }

  @Test
  void a_call_of_the_sample_is_copied_for_its_own_program_too() {
    browser.type("#request", "{\"weight\": 1}");
    browser.click("#ccli");

    assertThat(browser.text("#copied"))
        .isEqualTo(
            "printf '%s' '{\"weight\":1}' | consignment-cli --registry=etcd"
                + " --registry_address=127.0.0.1:2379 create -");
  }

  @Test
  void words_of_the_proto_stand_with_service_method_and_fields() {
    RunFixture.serve(gateway);
    try {
      page.open(busy("serving"));
      eventually(
          SOON, () -> assertThat(browser.text("#servicedoc")).isEqualTo("Takes consignments."));
      assertThat(browser.text("#doc"))
          .isEqualTo("Creates a consignment.\nThe same id is the same one.");
      assertThat(browser.text("#paths")).isEqualTo("POST /v1/consignments");
      browser.click("#fielddocs summary");
      assertThat(browser.text("#fields")).isEqualTo("weight int32\nKilograms.");

      browser.click("#endpoint option:nth-child(2)");
      gateway.replies(200, "{\"n\":1}\n{\"n\":2}\n", Map.of());
      browser.click("#go");
      eventually(SOON, () -> assertThat(browser.text("#answer")).contains("{\"n\":2}"));
      browser.click("#cli");
      assertThat(browser.text("#copied")).contains(" stream shippy.service.consignment ");
    } finally {
      describe();
    }
  }

  @Test
  void calls_before_can_be_sent_again_also_after_a_reload() {
    gateway.replies(200, "{}", Map.of());
    browser.run("localStorage.clear()");
    browser.type("#request", "{\"weight\": 7}");
    browser.click("#go");
    eventually(SOON, () -> assertThat(browser.text("#verdict")).startsWith("OK"));

    browser.open(gateway.page());
    eventually(SOON, () -> assertThat(browser.text("#past")).isEqualTo("Earlier calls"));
    browser.click("#past summary");
    browser.click("#pastlist button");

    eventually(
        SOON,
        () ->
            assertThat(browser.run("return document.getElementById('request').value"))
                .isEqualTo("{\"weight\": 7}"));
    browser.click("#forget");
    assertThat(browser.run("return localStorage.length")).isEqualTo("0");
  }

  @Test
  void a_gateway_that_does_not_answer_is_an_error_too() {
    gateway.stop();
    try {
      browser.click("#go");
      eventually(SOON, () -> assertThat(browser.text("#verdict")).isEqualTo("no answer"));
    } finally {
      gateway.start();
    }
  }
}
