package shippy.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.dashboard.PageExtension.SOON;
import static shippy.dashboard.StatusEvent.busy;
import static shippy.dashboard.StatusEvent.consignments;
import static shippy.dashboard.StatusEvent.node;
import static shippy.dashboard.StatusEvent.silent;
import static shippy.dashboard.StatusEvent.vessels;
import static shippy.testkit.Eventually.eventually;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.testkit.browser.HeadlessBrowser;
import shippy.testkit.registry.AddressTable;

/** What the page shows of a stream of states. */
class DashboardTest {
  private static final String ROW = "[data-id='shippy.service.consignment-3']";
  private static final String THIRD = "#nodes " + ROW;
  private static final String RED = "rgb(191, 42, 42)";
  private static final String GREY = "rgb(86, 96, 114)";
  @RegisterExtension static final PageExtension page = new PageExtension();

  private static final FakeGateway gateway = page.gateway();
  private static final HeadlessBrowser browser = page.browser();

  @Test
  void header_tells_registry_and_how_many_serve() {
    page.open(busy("unreachable"));

    assertThat(browser.text("#registry")).contains("etcd 127.0.0.1:2379").contains("3/3 members");
    assertThat(browser.text("#serving")).isEqualTo("5 of 6 serving");
  }

  @Test
  void each_caller_and_callee_are_joined_by_a_line_with_its_rate() {
    page.open(busy("serving"));

    assertThat(browser.count("#nodes .node")).isEqualTo(7);
    assertThat(browser.count("#edges .edge")).isEqualTo(9);
    assertThat(browser.text("#rates")).contains("21.4/s").contains("21.3/s").contains("7.1/s");
    assertThat(browser.text("#total")).isEqualTo("42.7 calls/s from outside");
    assertThat(thickness("consignment-1", "gateway"))
        .isGreaterThan(thickness("vessel-1", "consignment-1"));
  }

  @Test
  void calls_are_a_table_too() {
    page.open(busy("serving"));

    browser.click("#calls summary");

    assertThat(browser.text("#pairs"))
        .contains("gateway\tconsignment-1\t50 %\t21.4\t0")
        .contains("consignment-2\tvessel-3\t33 %\t7.1\t0");
  }

  @Test
  void a_lost_node_is_dashed_red_and_then_gone() {
    page.open(busy("serving"));
    String third = "#nodes [data-id='shippy.service.consignment-3']";
    assertThat(browser.style(third + " .box", "strokeDasharray")).isEqualTo("none");

    gateway.shows(busy("lost"));

    eventually(
        SOON,
        () -> assertThat(browser.style(third + " .box", "strokeDasharray")).isEqualTo("5px, 4px"));
    assertThat(browser.style(third + " .box", "stroke")).isEqualTo("rgb(191, 42, 42)");
    assertThat(browser.text(third)).contains("lost 4 s ago");
    assertThat(browser.style("#edges .edge.lost path", "strokeDasharray")).isEqualTo("5px, 5px");
    assertThat(browser.text("#say")).isEqualTo("consignment-3 lost 4 s ago");

    gateway.shows(without("consignment-3"));

    eventually(SOON, () -> assertThat(browser.count(third)).isZero());
    assertThat(browser.count("#edges .edge.lost")).isZero();
  }

  @Test
  void an_instance_that_does_not_answer_is_red_at_once() {
    page.open(busy("serving"));

    gateway.shows(busy("unreachable"));

    eventually(SOON, () -> assertThat(browser.style(THIRD + " .box", "stroke")).isEqualTo(RED));
    assertThat(browser.style(THIRD + " .box", "strokeDasharray")).isEqualTo("5px, 4px");
    assertThat(browser.text(THIRD)).contains("unreachable");
    assertThat(browser.count("#edges .edge.lost")).isEqualTo(1);
    assertThat(browser.text("#rates")).contains("unreachable");
  }

  @Test
  void an_instance_that_was_stopped_is_grey_and_not_missed() {
    page.open(busy("serving"));

    gateway.shows(busy("stopped"));

    eventually(SOON, () -> assertThat(browser.text(THIRD)).contains("stopped 4 s ago"));
    assertThat(browser.style(THIRD + " .box", "stroke")).isEqualTo(GREY);
    assertThat(browser.style("#table " + ROW + " .state", "color")).isEqualTo(GREY);
    assertThat(browser.text("#serving")).isEqualTo("5 of 5 serving");
    assertThat(browser.count("#edges .edge.lost")).isZero();
    assertThat(browser.style("#edges .edge.stopped path", "strokeDasharray")).isEqualTo("5px, 5px");
  }

  @Test
  void connecting_is_not_green_and_live_is() {
    gateway.shows(busy("serving"));
    gateway.pause();
    browser.open(gateway.page());
    assertThat(browser.text("#live")).isEqualTo("connecting");
    assertThat(light()).isEqualTo(GREY);
    assertThat(browser.style("#noinst", "display")).isEqualTo("none");

    gateway.resume();

    eventually(SOON, () -> assertThat(browser.text("#live")).startsWith("live, updated"));
    assertThat(light()).isEqualTo("rgb(18, 113, 63)");
  }

  @Test
  void a_lost_node_keeps_the_lines_it_had() {
    page.open(busy("serving"));
    StatusEvent lost = busy("lost");

    gateway.shows(
        StatusEvent.of(
            lost.services(),
            lost.edges().stream().filter(e -> !e.to().endsWith("consignment-3")).toList(),
            List.of()));

    eventually(SOON, () -> assertThat(browser.count("#edges .edge.lost")).isEqualTo(1));
  }

  @Test
  void instances_show_their_figures_and_a_dash_for_what_is_unknown() {
    page.open(
        StatusEvent.of(
            List.of(consignments(node("consignment-1", 21.44, 2_100, 6_800), silent("x", "quiet"))),
            List.of(),
            List.of()));

    assertThat(row("#table [data-id='shippy.service.consignment-1']"))
        .isEqualTo("consignment-1 127.0.0.1:50051 serving 21.4 0 2.1 ms 6.8 ms 44 MiB 3m12s");
    assertThat(row("#table [data-id='x']")).isEqualTo("quiet 127.0.0.1:50052 serving – – – – – –");
  }

  @Test
  void every_address_is_the_text_of_its_row() {
    List<AddressTable.Row> rows = AddressTable.rows(50051);
    page.open(
        StatusEvent.of(
            List.of(
                vessels(
                    rows.stream()
                        .map(row -> silent(row.id(), row.id()).at(row.address()))
                        .toArray(StatusEvent.Node[]::new))),
            List.of(),
            List.of()));

    browser.click("#table .toggle");
    for (AddressTable.Row row : rows) {
      assertThat(address(row.id()).strip()).isEqualTo(shown(row.address()));
    }
    assertThat(browser.count("#table img")).isZero();
  }

  /** Also of a row that is out of sight. */
  private static String address(String id) {
    return browser.run(
        "return document.querySelector(arguments[0]).textContent",
        "#table [data-id='" + id + "'] .mono");
  }

  /** The first 300 characters, without those that do something; a dash if there are none. */
  private static String shown(String address) {
    return address.isEmpty()
        ? "–"
        : address
            .substring(0, Math.min(300, address.length()))
            .replaceAll("[\\p{Cc}\\p{Cf}&&[^\n\t]]", "\uFFFD")
            .replaceAll("\\s+", " ")
            .strip();
  }

  @Test
  void a_service_of_many_instances_is_one_box() {
    StatusEvent.Node[] many =
        IntStream.range(0, 299)
            .mapToObj(i -> node("vessel-" + i, 1, 600, 1_900).is(i == 7 ? "lost" : "serving"))
            .toArray(StatusEvent.Node[]::new);
    page.open(
        StatusEvent.of(
            List.of(consignments(node("c-1", 1, 1, 1)), vessels(many)), List.of(), List.of()));

    assertThat(browser.count("#nodes .node")).isEqualTo(2);
    assertThat(browser.text("#nodes .fold")).contains("299 instances").contains("1 lost");
    assertThat(browser.count("#table tr[data-id]")).as("folded").isEqualTo(1);
    assertThat(browser.text("#table tbody:nth-of-type(2) .group"))
        .contains("299 instances")
        .contains("298 of 299 serving");

    browser.click("#table tbody:nth-of-type(2) .toggle");

    assertThat(browser.count("#table tr[data-id]")).isEqualTo(300);
  }

  @Test
  void an_empty_registry_says_what_to_do() {
    page.open(StatusEvent.of(List.of(), List.of(), List.of()));

    assertThat(browser.text("#none")).contains("No service is registered").contains("make run");
    assertThat(browser.run("return document.getElementById('go').disabled")).isEqualTo("true");
  }

  @Test
  void a_gateway_that_went_away_is_told_and_found_again() {
    page.open(busy("serving"));

    gateway.stop();

    eventually(
        SOON,
        () ->
            assertThat(browser.text("#live"))
                .matches("disconnected, trying again; this is \\d+ s old"));
    assertThat(browser.count("#nodes .node")).isEqualTo(7);
    gateway.start();
    eventually(SOON, () -> assertThat(browser.text("#live")).startsWith("live, updated"));
    assertThat(browser.text("#say")).isEqualTo("connected again");
    browser.complaints(); // the refused connections, by Chromium itself
  }

  private static String row(String selector) {
    return browser.text(selector).replaceAll("\\s+", " ");
  }

  private static String light() {
    return browser.run(
        "return getComputedStyle(document.getElementById('live'), '::before').backgroundColor");
  }

  private static StatusEvent without(String label) {
    StatusEvent all = busy("serving");
    return StatusEvent.of(
        all.services().stream()
            .map(
                s ->
                    new StatusEvent.Service(
                        s.name(),
                        s.nodes().stream().filter(n -> !n.label().equals(label)).toList()))
            .toList(),
        all.edges().stream().filter(e -> !e.to().endsWith(label)).toList(),
        List.of());
  }

  private static double thickness(String to, String from) {
    return Double.parseDouble(
        browser.run(
            "return [...document.querySelectorAll('#edges .edge')].find(e =>"
                + " e.querySelector('title')"
                + ".textContent.startsWith(arguments[0])).querySelector('path').getAttribute('stroke-width')",
            from + " → " + to));
  }
}
