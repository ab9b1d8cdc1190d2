package shippy.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.dashboard.PageExtension.SOON;
import static shippy.dashboard.StatusEvent.busy;
import static shippy.dashboard.StatusEvent.fleet;
import static shippy.testkit.Eventually.eventually;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.testkit.browser.HeadlessBrowser;

/** What the page shows of one instance and lets its user do to it. */
class InstancePanelTest {
  private static final String FIRST = "shippy.service.consignment-1";
  private static final String OPEN = "#table [data-id='" + FIRST + "'] .opens";

  @RegisterExtension static final PageExtension page = new PageExtension();

  private static final FakeGateway gateway = page.gateway();
  private static final HeadlessBrowser browser = page.browser();

  @BeforeAll
  static void run() {
    RunFixture.serve(gateway);
  }

  @BeforeEach
  void open() {
    browser.look(1440, false, false);
    gateway.replies(200, "{}", Map.of());
    page.open(busy("serving"));
    gateway.requests();
  }

  @Test
  void panel_tells_what_is_known_of_the_instance() {
    browser.click(OPEN);

    assertThat(browser.text("#p-title")).isEqualTo("consignment-1");
    assertThat(browser.text("#p-state")).isEqualTo("serving");
    eventually(
        SOON,
        () ->
            assertThat(browser.text("#p-facts"))
                .contains(FIRST)
                .contains("127.0.0.1:50051")
                .contains("21.4/s, p50 2.1 ms, p99 6.8 ms")
                .contains("4711"));
    eventually(SOON, () -> assertThat(browser.text("#p-metadata")).contains("protocol\ngrpc"));
    eventually(
        SOON,
        () ->
            assertThat(browser.text("#p-settings"))
                .contains("registry\tetcd\t--registry")
                .contains("client_retries\t2\tdefault")
                .contains("server_id\t1\tthe run"));
    eventually(SOON, () -> assertThat(browser.text("#p-lines")).contains("<b>1</b>"));
    eventually(SOON, () -> assertThat(browser.count("#p-charts .chart")).isEqualTo(4));
  }

  @ParameterizedTest
  @ValueSource(ints = {1440, 390})
  void settings_of_an_instance_are_told_and_those_that_differ_are_marked(int width) {
    browser.look(width, false, false);
    twoInstancesTell();
    browser.click(OPEN);

    eventually(
        SOON,
        () ->
            assertThat(browser.text("#p-settings"))
                .contains("client_retries", "elsewhere: <i>2</i>", "vessel.yaml:1:1 since ")
                .contains("after a restart: 20s")
                .contains("MICRO_STORE_PASSWORD"));
    assertThat(browser.text("#p-settings").split("elsewhere", -1)).hasSize(2);
    assertThat(browser.text("#p-nosettings"))
        .isEqualTo("A change has no effect: vessel.yaml:2:1: \"<b>\" (expected: a number)");
    gateway.has("127.0.0.1:50051 Debug.Config", "{}");
    gateway.has("127.0.0.1:50052 Debug.Config", "{}");
  }

  private static void twoInstancesTell() {
    gateway.has(
        "127.0.0.1:50051 Debug.Config",
        """
        {"node": "1", "problem": "vessel.yaml:2:1: \\"<b>\\" (expected: a number)", "settings": [
          {"name": "client_retries", "value": "3", "source": "vessel.yaml:1",
           "place": "vessel.yaml:1:1", "since_ms": "1795262400000", "reloadable": true},
          {"name": "register_ttl", "value": "15s", "source": "default", "since_ms": "1",
           "pending": {"value": "20s", "place": "vessel.yaml:3:1"}},
          {"name": "store_password", "value": "***", "source": "MICRO_STORE_PASSWORD",
           "place": "MICRO_STORE_PASSWORD", "since_ms": "1"}]}
        """);
    gateway.has(
        "127.0.0.1:50052 Debug.Config",
        """
        {"node": "2", "settings": [
          {"name": "client_retries", "value": "<i>2</i>", "source": "default", "since_ms": "1"},
          {"name": "register_ttl", "value": "15s", "source": "default", "since_ms": "1"},
          {"name": "store_password", "value": "***", "source": "default", "since_ms": "1"}]}
        """);
    page.open(
        StatusEvent.of(
            List.of(
                StatusEvent.consignments(
                    StatusEvent.node("consignment-1", 1, 1, 1),
                    StatusEvent.silent("shippy.service.consignment-2", "consignment-2"))),
            List.of(),
            List.of()));
  }

  @Test
  void link_opens_the_panel_and_escape_closes_it() {
    page.open(busy("serving"), "#instance=" + FIRST);
    eventually(SOON, () -> assertThat(browser.text("#p-title")).isEqualTo("consignment-1"));

    browser.press("\uE00C");

    eventually(SOON, () -> assertThat(browser.run("return location.hash")).isEmpty());
    assertThat(browser.style("#panel", "display")).isEqualTo("none");
  }

  @Test
  void order_is_given_once_it_is_confirmed_and_its_result_is_told() {
    browser.click(OPEN);
    eventually(SOON, () -> assertThat(browser.style("#p-kill", "display")).isNotEqualTo("none"));

    browser.click("#p-kill");
    assertThat(browser.text("#p-question")).startsWith("Kill consignment-1?");
    assertThat(browser.run("return document.activeElement.id")).isEqualTo("p-no");
    browser.click("#p-no");
    assertThat(gateway.requests()).isEmpty();
    browser.click("#p-kill");
    browser.click("#p-yes");
    told("consignment-1 was killed");
    browser.click("#p-restart");
    browser.click("#p-yes");
    told("consignment-1 restarts");
    browser.click("#p-add");
    browser.click("#p-yes");
    told("one more instance of shippy.service.consignment starts");

    assertThat(gateway.requests())
        .containsExactly(
            new FakeGateway.Request("/control/kill", "{\"name\":\"" + FIRST + "\"}"),
            new FakeGateway.Request("/control/restart", "{\"name\":\"" + FIRST + "\"}"),
            new FakeGateway.Request(
                "/control/scale", "{\"name\":\"consignment\",\"instances\":3}"));
  }

  @Test
  void order_that_fails_says_why() {
    browser.click(OPEN);
    gateway.replies(409, "{\"detail\": \"it is stopping\", \"hint\": \"wait\"}", Map.of());
    eventually(SOON, () -> assertThat(browser.style("#p-kill", "display")).isNotEqualTo("none"));

    browser.click("#p-restart");
    browser.click("#p-yes");

    told("That did not work: it is stopping; wait");
    browser.complaints(); // Chromium tells of the status
  }

  @Test
  void one_more_is_offered_of_services_that_the_run_has_started_only() {
    eventually(SOON, () -> assertThat(offers("consignment")).isNotEqualTo("none"));
    assertThat(offers("vessel")).isEqualTo("none");
  }

  private static String offers(String service) {
    String button = "#table [aria-label='Add one instance of shippy.service.%s']";
    return browser.style(button.formatted(service), "display");
  }

  @Test
  void instance_that_the_run_did_not_start_is_shown_and_not_controlled() {
    browser.click("#table [data-id='shippy.service.vessel-1'] .opens");

    eventually(
        SOON,
        () ->
            assertThat(browser.text("#p-why"))
                .isEqualTo(
                    "This run did not start the instance, so it cannot be controlled here."));
    assertThat(browser.style("#p-kill", "display")).isEqualTo("none");
    eventually(
        SOON, () -> assertThat(browser.text("#p-nolines")).startsWith("No logs here: this run"));
    assertThat(browser.text("#p-nosettings")).contains("‘shippy config’");
  }

  @ParameterizedTest
  @ValueSource(ints = {1440, 390})
  void update_of_a_hundred_instances_touches_what_changed_only(int width) {
    browser.look(width, true, false);
    page.open(fleet(50));
    assertThat(browser.count("#table tr[data-id]")).as("folded").isZero();
    assertThat(browser.count("#table tr.group")).isEqualTo(2);
    browser.click("#fold");
    assertThat(browser.count("#table tr[data-id]")).isEqualTo(100);
    browser.run(
        "window.touched = new Set(); new MutationObserver(all => all.forEach(m =>"
            + " touched.add((m.target.closest ?? m.target.parentNode.closest).call("
            + "m.target.closest ? m.target : m.target.parentNode, 'tr')?.dataset.id)))"
            + ".observe(document.getElementById('table'),"
            + " {subtree: true, childList: true, characterData: true, attributes: true})");
    long before = gateway.sent();
    eventually(SOON, () -> assertThat(gateway.sent()).isGreaterThan(before + 3));
    assertThat(browser.run("return [...touched].join()")).as("nothing new").isEmpty();

    gateway.shows(fleet(50).failing(FIRST));

    eventually(
        SOON,
        () ->
            assertThat(browser.run("return [...touched].filter(Boolean).join()")).isEqualTo(FIRST));
    assertThat(
            browser.run(
                "return document.querySelector(arguments[0]).textContent",
                "#table [data-id='" + FIRST + "']"))
        .contains("unreachable");
  }

  /** The figure is of processor time, which does not depend on what else runs. */
  @Test
  void update_of_a_hundred_instances_makes_no_element_anew() {
    browser.look(1440, true, false);
    page.open(fleet(50));
    browser.click("#fold");
    update(10); // compiles the scripts
    browser.run(
        "window.made = 0; new MutationObserver(all => all.forEach(one =>"
            + " [...one.addedNodes].forEach(node => window.made += node.nodeType === 1)))"
            + ".observe(document.getElementById('table'), {childList: true, subtree: true})");

    Duration before = browser.mainThreadTime();
    update(20);
    Duration each = browser.mainThreadTime().minus(before).dividedBy(20);

    System.out.printf("figure: an update of 100 instances takes %d us%n", each.toNanos() / 1_000);
    assertThat(browser.run("return window.made")).isEqualTo("0");
  }

  private static void update(int times) {
    for (int i = 1; i <= times; i++) {
      gateway.shows(fleet(50).later(i));
      String figure = i + 1 + ".5";
      eventually(
          SOON,
          () ->
              assertThat(
                      browser.run(
                          "return new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(() =>"
                              + " drawn(document.querySelector('#table tr[data-id]').cells[3].textContent))))"))
                  .isEqualTo(figure));
    }
  }

  private static void told(String result) {
    eventually(SOON, () -> assertThat(browser.text("#p-result")).isEqualTo(result));
    assertThat(browser.run("return document.getElementById('say').textContent")).isEqualTo(result);
  }
}
