package shippy.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.dashboard.PageExtension.SOON;
import static shippy.dashboard.StatusEvent.NOON;
import static shippy.dashboard.StatusEvent.busy;
import static shippy.dashboard.StatusEvent.fleet;
import static shippy.dashboard.StatusEvent.plain;
import static shippy.dashboard.StatusEvent.retried;
import static shippy.testkit.Eventually.eventually;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.testkit.browser.HeadlessBrowser;

/** Finding a trace, keeping a link to it, and what was logged meanwhile. */
class TraceSearchTest {
  private static final String RETRIED = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final StatusEvent EVENT =
      busy("serving", plain("a2", NOON), retried(RETRIED, NOON - 1), slow("c3"));

  @RegisterExtension static final PageExtension page = new PageExtension();

  private static final FakeGateway gateway = page.gateway();
  private static final HeadlessBrowser browser = page.browser();

  @BeforeAll
  static void run() {
    RunFixture.serve(gateway);
    gateway.has("/page/traces", "{\"traces\": [%s]}".formatted(plain("old", NOON - 9_000).json()));
  }

  @BeforeEach
  void wide() {
    browser.look(1440, false, false);
  }

  @ParameterizedTest
  @CsvSource({
    "q=4bf9, " + RETRIED,
    "q=vessel-1, " + RETRIED,
    "service=shippy.service.vessel, " + RETRIED,
    "method=List, c3",
    "status=UNAVAILABLE, " + RETRIED,
    "min=100, c3",
    "failed=1, " + RETRIED,
    "q=old, old"
  })
  void link_shows_the_traces_that_match(String search, String id) {
    page.open(EVENT, "#" + search);

    eventually(SOON, () -> assertThat(listed()).containsExactly(id));
    assertThat(browser.text("#found")).isEqualTo("1 of 4 match");
    assertThat(browser.text("#head code")).isEqualTo(id);
  }

  @Test
  void search_that_is_typed_is_in_the_address() {
    page.open(EVENT);
    eventually(SOON, () -> assertThat(listed()).hasSize(4));

    browser.type("#q", "reserve");
    browser.click("select[name=status] option[value=UNAVAILABLE]");
    browser.click("input[name=failed]");

    assertThat(listed()).containsExactly(RETRIED);
    assertThat(browser.run("return location.hash"))
        .isEqualTo("#q=reserve&status=UNAVAILABLE&failed=1");
    browser.click("#clear");
    assertThat(listed()).hasSize(4);
    assertThat(browser.run("return location.hash")).isEmpty();
  }

  @Test
  void link_to_a_trace_shows_it_also_when_it_left_the_stream() {
    page.open(EVENT, "#trace=old");

    eventually(SOON, () -> assertThat(browser.text("#head code")).isEqualTo("old"));
    gateway.shows(busy("serving", plain("later", NOON + 1_000)));
    eventually(SOON, () -> assertThat(listed()).contains("later"));
    assertThat(browser.text("#head code")).isEqualTo("old");
    assertThat(browser.style("#gone", "display")).isEqualTo("none");

    page.open(EVENT, "#trace=lost");
    assertThat(browser.text("#gone")).startsWith("The trace of this link is no longer kept");
  }

  @Test
  void waterfall_has_a_scale_and_the_status_of_what_failed() {
    page.open(EVENT, "#trace=" + RETRIED);

    assertThat(browser.text("#ticks").replaceAll("\\s+", " "))
        .isEqualTo("0 1.9 ms 3.7 ms 5.5 ms 7.4 ms");
    assertThat(browser.run("return document.querySelector('#spans .wrong').title"))
        .isEqualTo(
            "consignment-2\nVesselService.Reserve\nUNAVAILABLE\nstarts at 0.9 ms, takes 1.4 ms");
  }

  @Test
  void log_beside_a_trace_has_the_lines_of_its_time_and_those_with_its_id() {
    page.open(EVENT, "#trace=" + RETRIED);

    browser.click("#tracelogs summary");

    eventually(SOON, () -> assertThat(browser.count("#t-lines li")).isEqualTo(2));
    assertThat(browser.text("#t-lines")).contains("consignment-2").contains("<b>1</b>");
    assertThat(browser.text("#t-lines .found")).contains(RETRIED);
    browser.click("#list input[value=c3]");
    eventually(
        SOON,
        () ->
            assertThat(browser.text("#t-nolines"))
                .isEqualTo("No logs here: this run started none of its instances."));
  }

  @Test
  void view_that_is_paused_stands_still_and_loses_nothing() {
    page.open(fleet(50, plain("a1", NOON)));
    browser.click("#pause");
    assertThat(browser.text("#live")).matches("paused at [\\d:]+, data is still collected");

    for (StatusEvent next :
        List.of(fleet(3, plain("a2", NOON + 1_000)), fleet(4, plain("a3", NOON + 2_000)))) {
      long before = gateway.sent();
      gateway.shows(next);
      eventually(SOON, () -> assertThat(gateway.sent()).isGreaterThan(before + 1));
    }
    assertThat(browser.text("#serving")).isEqualTo("100 of 100 serving");
    assertThat(listed()).doesNotContain("a3");

    browser.click("#pause");
    eventually(SOON, () -> assertThat(browser.text("#serving")).isEqualTo("8 of 8 serving"));
    assertThat(listed()).contains("a3", "a2", "a1");
  }

  private static List<String> listed() {
    return browser
        .run(
            "return [...document.querySelectorAll('#list input')].slice(1).map(i =>"
                + " i.value).join('\\n')")
        .lines()
        .toList();
  }

  private static StatusEvent.Trace slow(String id) {
    return new StatusEvent.Trace(
        id,
        NOON - 2_000,
        250_000,
        true,
        List.of(
            new StatusEvent.Span("1", "", "gateway", "VesselService/List", 0, 250_000, false, 1)));
  }
}
