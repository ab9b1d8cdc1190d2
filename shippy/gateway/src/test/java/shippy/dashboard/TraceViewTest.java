package shippy.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.dashboard.PageExtension.SOON;
import static shippy.dashboard.StatusEvent.NOON;
import static shippy.dashboard.StatusEvent.busy;
import static shippy.dashboard.StatusEvent.plain;
import static shippy.dashboard.StatusEvent.retried;
import static shippy.testkit.Eventually.eventually;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.testkit.browser.HeadlessBrowser;

/** Which traces the page shows, and how. */
class TraceViewTest {
  @RegisterExtension static final PageExtension page = new PageExtension();

  private static final FakeGateway gateway = page.gateway();
  private static final HeadlessBrowser browser = page.browser();

  @Test
  void a_retry_shows_as_two_attempts_the_first_in_red() {
    page.open(busy("serving", retried("4bf92f35", NOON)));

    assertThat(spans())
        .containsExactly(
            "gateway CreateConsignment 7.4 ms",
            "consignment-2 CreateConsignment 6.6 ms",
            "consignment-2 Reserve attempt 1 failed 1.4 ms",
            "consignment-2 Reserve attempt 2 2.1 ms",
            "vessel-1 Reserve 1.3 ms");
    assertThat(browser.style("#spans li:nth-child(3) i", "backgroundColor"))
        .isEqualTo("rgb(191, 42, 42)");
    assertThat(browser.style("#spans li:nth-child(4) i", "backgroundColor"))
        .isNotEqualTo("rgb(191, 42, 42)");
  }

  @Test
  void a_trace_links_to_where_it_is_exported_to_and_text_that_is_no_id_does_not() {
    String id = "4bf92f3577b34da6a3ce929d0e0e4736";
    page.open(busy("serving", plain(id, NOON)));
    assertThat(browser.run("return document.querySelector('#traceui').href"))
        .isEqualTo(FakeGateway.TRACE_UI.replace("{id}", id));
    assertThat(browser.run("return document.querySelector('#traceui').hidden")).isEqualTo("false");

    gateway.shows(busy("serving", plain("../" + id, NOON + 1_000)));
    eventually(SOON, () -> assertThat(browser.text("#head code")).isEqualTo("../" + id));
    assertThat(browser.run("return document.querySelector('#traceui').hidden")).isEqualTo("true");
  }

  @Test
  void the_latest_trace_is_followed_until_one_is_chosen() {
    page.open(busy("serving", plain("a1", NOON), plain("a0", NOON - 1_000)));
    assertThat(browser.text("#head code")).isEqualTo("a1");

    gateway.shows(busy("serving", plain("a2", NOON + 1_000), plain("a1", NOON)));
    eventually(SOON, () -> assertThat(browser.text("#head code")).isEqualTo("a2"));
    browser.click("#list input[value=a1]");
    gateway.shows(busy("serving", plain("a3", NOON + 2_000)));

    eventually(SOON, () -> assertThat(browser.count("#list input")).isGreaterThan(2));
    assertThat(browser.text("#head code")).isEqualTo("a1");
  }

  @Test
  void the_latest_trace_is_followed_once_it_is_complete() {
    page.open(busy("serving", plain("a1", NOON), plain("a0", NOON - 1_000)));
    assertThat(browser.text("#head code")).isEqualTo("a1");

    gateway.shows(busy("serving", plain("a2", NOON + 1_000).growing(), plain("a1", NOON)));
    eventually(SOON, () -> assertThat(browser.count("#list input[value=a2]")).isEqualTo(1));
    assertThat(browser.text("#head code")).isEqualTo("a1");

    gateway.shows(busy("serving", plain("a2", NOON + 1_000), plain("a1", NOON)));
    eventually(SOON, () -> assertThat(browser.text("#head code")).isEqualTo("a2"));
  }

  @Test
  void traces_that_the_gateway_no_longer_streams_stay_to_be_looked_at() {
    page.open(busy("serving", retried("bad", NOON), plain("a0", NOON - 1_000)));

    gateway.shows(busy("serving", plain("a9", NOON + 9_000)));

    eventually(SOON, () -> assertThat(browser.text("#head code")).isEqualTo("a9"));
    assertThat(browser.count("#list input[value=bad]")).isEqualTo(1);
    assertThat(browser.count("#list input[value=a0]")).isEqualTo(1);
  }

  @Test
  void a_trace_keeps_the_spans_of_an_instance_that_died() {
    StatusEvent.Trace whole = retried("bad", NOON);
    page.open(busy("serving", whole));

    StatusEvent.Trace rest =
        new StatusEvent.Trace("bad", NOON, 7_400, false, whole.spans().subList(0, 4));
    gateway.shows(busy("serving", rest, plain("a0", NOON - 1_000)));

    eventually(SOON, () -> assertThat(browser.count("#list input[value=a0]")).isEqualTo(1));
    assertThat(spans()).hasSize(5);
  }

  @Test
  void a_span_whose_parent_is_unknown_stands_below_the_beginning() {
    StatusEvent.Trace whole = retried("4bf92f35", NOON);
    List<StatusEvent.Span> spans = whole.spans();
    page.open(
        busy(
            "serving",
            new StatusEvent.Trace(
                "4bf92f35", NOON, 7_400, true, List.of(spans.get(0), spans.get(2)))));

    assertThat(browser.style("#spans li:nth-child(2) .what", "paddingLeft")).isEqualTo("12px");
  }

  private static List<String> spans() {
    return browser
        .run(
            "return [...document.querySelectorAll('#spans li')].map(li =>"
                + " [...li.querySelectorAll('.what>:not(.hush):not([hidden]), .n')].map(e =>"
                + " e.textContent).join(' ')).join('\\n"
                + "')")
        .lines()
        .toList();
  }
}
