package shippy.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.dashboard.PageExtension.SOON;
import static shippy.dashboard.StatusEvent.NOON;
import static shippy.dashboard.StatusEvent.busy;
import static shippy.dashboard.StatusEvent.retried;
import static shippy.testkit.Eventually.eventually;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.dashboard.StatusEvent.Edge;
import shippy.dashboard.StatusEvent.Node;
import shippy.dashboard.StatusEvent.Registry;
import shippy.dashboard.StatusEvent.Service;
import shippy.dashboard.StatusEvent.Span;
import shippy.dashboard.StatusEvent.Trace;
import shippy.testkit.browser.HeadlessBrowser;

/** How the page looks and is used: widths, themes, keyboard, and names that mean harm. */
class DashboardLookTest {
  @RegisterExtension static final PageExtension page = new PageExtension();

  private static final FakeGateway gateway = page.gateway();
  private static final HeadlessBrowser browser = page.browser();

  @BeforeAll
  static void describe() {
    gateway.describes(
        "shippy.service.consignment",
        """
        {"endpoints": [{"name": "ShippingService.CreateConsignment", "template": {
          "description": "", "weight": 0, "containers": [{"customer_id": "", "origin": ""}]}}]}
        """);
    gateway.replies(
        200,
        """
        {"created": true, "consignment": {"id": "0193", "weight": 55000, "vessel_id": "vessel001"}}
        """,
        Map.of("x-shippy-node", "shippy.service.consignment-2"));
  }

  /** Pictures for people, in {@code target/screenshots}; the test is that nothing sticks out. */
  @ParameterizedTest
  @CsvSource({"1440, false", "1440, true", "390, false", "390, true"})
  void fits_a_desk_and_a_phone_in_both_themes(int width, boolean dark) {
    browser.look(width, dark, true);
    page.open(busy("lost", retried("4bf92f3577b34da6a3ce929d0e0e4736", NOON)));
    eventually(
        SOON,
        () ->
            assertThat(browser.run("return '' + !document.getElementById('go').disabled"))
                .isEqualTo("true"));
    browser.click("#go");
    eventually(SOON, () -> assertThat(browser.text("#answer")).contains("vessel001"));

    eventually(
        SOON,
        () ->
            assertThat(
                    browser.run(
                        "return document.getAnimations().filter(a => a.animationName === 'come').length"))
                .isEqualTo("0"));
    browser.screenshot(
        Path.of(
            "target",
            "screenshots",
            "dashboard-%d-%s.png".formatted(width, dark ? "dark" : "light")));

    assertThat(sidewaysRoom()).isZero();
    assertThat(faintTexts()).isEqualTo("");
  }

  @ParameterizedTest
  @ValueSource(ints = {1440, 390})
  void names_that_mean_harm_stay_text_and_in_their_place(int width) {
    browser.look(width, false, true);
    page.open(hostile());
    browser.screenshot(Path.of("target", "screenshots", "hostile-%d.png".formatted(width)));

    assertThat(browser.count("img, main script, main iframe, main a:not([hidden])")).isZero();
    assertThat(browser.run("return document.title")).contains("serving");
    assertThat(
            browser.run(
                "return '' + /[\\u202a-\\u202e\\u2066-\\u2069\\u200f]/.test(document.body.textContent)"))
        .isEqualTo("false");
    assertThat(browser.text("#table")).contains("<img src=x onerror=");
    assertThat(sidewaysRoom()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, 300})
  void any_number_of_instances_has_room(int instances) {
    List<Node> nodes =
        IntStream.range(0, instances)
            .mapToObj(i -> StatusEvent.node("vessel-" + i, 1, 600, 1_900))
            .toList();
    for (int width : List.of(1440, 390)) {
      browser.look(width, false, true);
      page.open(
          StatusEvent.of(
              instances == 0 ? List.of() : List.of(new Service("s", nodes)), List.of(), List.of()));
      browser.screenshot(
          Path.of("target", "screenshots", "nodes-%d-%d.png".formatted(instances, width)));

      assertThat(sidewaysRoom()).isZero();
      assertThat(browser.run("return document.documentElement.scrollHeight"))
          .satisfies(h -> assertThat(Integer.parseInt(h)).isLessThan(2_500));
    }
  }

  @Test
  void every_control_is_reached_by_tab_and_shows_it() {
    browser.look(1440, false, true);
    page.open(busy("serving", retried("4bf92f35", NOON)));
    eventually(
        SOON,
        () ->
            assertThat(browser.run("return '' + !document.getElementById('go').disabled"))
                .isEqualTo("true"));
    browser.click("#go");
    eventually(SOON, () -> assertThat(browser.text("#answer")).contains("vessel001"));
    browser.run("document.activeElement.blur()");

    List<String> reached = reachedByTab(45);

    assertThat(reached)
        .contains(
            "skip",
            "pause",
            "copyview",
            "helpbutton",
            "SUMMARY",
            "service",
            "endpoint",
            "request",
            "go",
            "curl",
            "cli",
            "answer",
            "fold",
            "instances",
            "toggle",
            "name opens",
            "q",
            "failed",
            "trace",
            "copytrace")
        .noneMatch(name -> name.endsWith("unseen") && !name.startsWith("BODY"));
  }

  /** What has the focus after each press, and whether that cannot be seen. */
  private static List<String> reachedByTab(int presses) {
    List<String> reached = new ArrayList<>();
    for (int i = 0; i < presses; i++) {
      browser.tab();
      reached.add(
          browser.run(
              "const e = document.activeElement, s = getComputedStyle(e.name === 'trace' ? e.parentNode : e);"
                  + "return (e.id || e.name || e.className || e.tagName) + (s.outlineStyle === 'solid' ? '' : ' unseen')"));
    }
    return reached;
  }

  @Test
  void every_control_and_region_has_a_name() {
    browser.look(1440, false, true);
    page.open(busy("serving", retried("4bf92f35", NOON)));

    assertThat(
            browser.run(
                "return [...document.querySelectorAll('button,select,textarea,input,[role=region],[role=img],dialog,ol[tabindex],section,[tabindex=\"0\"]')]"
                    + ".filter(e => !(e.labels?.length || e.textContent.trim() && e.tagName === 'BUTTON' || e.ariaLabel || e.getAttribute('aria-labelledby')))"
                    + ".map(e => e.outerHTML).join()"))
        .isEqualTo("");
    assertThat(browser.count("h1")).isEqualTo(1);
    assertThat(browser.count("main h2")).isEqualTo(5);
  }

  @Test
  void nothing_moves_for_those_who_asked_for_that() {
    browser.look(1440, false, true);
    page.open(busy("serving"));
    assertThat(browser.style("#edges .f3 .flow", "animationName")).isEqualTo("flow");
    assertThat(browser.style("#edges .f3 .flow", "display")).isEqualTo("inline");

    browser.look(1440, false, false);

    assertThat(browser.style("#edges .f3 .flow", "animationName")).isEqualTo("none");
    assertThat(browser.style("#edges .f3 .flow", "display")).isEqualTo("none");
  }

  private static int sidewaysRoom() {
    return Integer.parseInt(
        browser.run(
            "const d = document.documentElement; return Math.max(0, d.scrollWidth - d.clientWidth)"));
  }

  /** Texts below the contrast that WCAG AA asks for, 4.5 to 1, against the colour behind them. */
  private static String faintTexts() {
    return browser.run(
        """
        const rgb = c => c.match(/[\\d.]+/g).map(Number);
        const light = c => { const [r, g, b] = rgb(c).map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
        const behind = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if ((rgb(c)[3] ?? 1) > 0) return c; } return 'rgb(255,255,255)'; };
        const texts = [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && !e.closest('.hush,.skip,script,noscript')
          && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()));
        return texts.map(e => {
          const svg = e.namespaceURI.endsWith('svg'), s = getComputedStyle(e), front = light(svg ? s.fill : s.color);
          const box = svg && e.closest('.node')?.querySelector('.box') || svg && e.closest('.group')?.querySelector('rect');
          const back = light(box ? getComputedStyle(box).fill : behind(e)), ratio = (Math.max(front, back) + .05) / (Math.min(front, back) + .05);
          return ratio < 4.5 && e.tagName !== 'title' ? e.textContent + ' ' + ratio.toFixed(2) : '';
        }).filter(Boolean).join('\\n')""");
  }

  private static StatusEvent hostile() {
    String tag = "<img src=x onerror=\"document.title=1\">";
    String turned = "\u202Egnp.evil\u2066";
    String endless = "x".repeat(300);
    Node one = named("1", tag, tag, tag);
    Node two = named("2", turned, turned + endless, "latest");
    Node three = named("3", endless, endless, endless);
    return new StatusEvent(
        NOON,
        new Registry(tag, endless, 3, 1, 99_999),
        List.of(
            new Service(tag, List.of(one, two)),
            new Service(endless, List.of(three)),
            new Service(
                "שלום", List.of(named("4", "Z\u0351\u036b\u0343\u036a\u0302algo", "", "")))),
        List.of(
            new Edge(tag, "1", 1e300, Long.MAX_VALUE),
            new Edge("1", "2", 5, 0),
            new Edge("1", "3", -5, -1),
            new Edge("3", "1", 5, 0)),
        List.of(
            new Trace(
                tag,
                NOON,
                -5,
                true,
                List.of(
                    new Span("a", "b", tag, endless, -1_000, Long.MAX_VALUE, true, 3),
                    new Span("b", "a", endless, tag, 0, 0, false, 1)))));
  }

  private static Node named(String id, String label, String address, String version) {
    return new Node(
        id,
        label,
        address,
        version,
        id.equals("2") ? label : "serving",
        -1,
        1e308,
        Long.MAX_VALUE,
        -1L,
        1L,
        Long.MAX_VALUE,
        Long.MAX_VALUE);
  }
}
