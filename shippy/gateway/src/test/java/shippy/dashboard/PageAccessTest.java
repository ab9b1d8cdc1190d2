package shippy.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.dashboard.PageExtension.SOON;
import static shippy.dashboard.StatusEvent.NOON;
import static shippy.dashboard.StatusEvent.fleet;
import static shippy.dashboard.StatusEvent.retried;
import static shippy.testkit.Eventually.eventually;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.testkit.browser.HeadlessBrowser;

/** Whether everybody can use the page: by keyboard, by ear, in both themes and widths. */
class PageAccessTest {
  private static final String ESCAPE = "\uE00C";

  @RegisterExtension static final PageExtension page = new PageExtension();

  private static final FakeGateway gateway = page.gateway();
  private static final HeadlessBrowser browser = page.browser();

  @BeforeAll
  static void run() {
    RunFixture.serve(gateway);
  }

  @ParameterizedTest
  @CsvSource({"3, 1440, false", "3, 390, true", "50, 1440, true", "50, 390, false"})
  void axe_finds_nothing_wrong(int each, int width, boolean dark) {
    Axe axe = Axe.find();
    browser.look(width, dark, false);
    page.open(fleet(each, retried("4bf92f3577b34da6a3ce929d0e0e4736", NOON)));
    eventually(SOON, () -> assertThat(browser.count("#charts path")).isEqualTo(12));
    if (each > 12) {
      browser.click("#fold");
      assertThat(browser.count("#table tr[data-id]")).isEqualTo(2 * each);
    }
    browser.click("#tracelogs summary");
    eventually(SOON, () -> assertThat(browser.count("#t-lines li")).isEqualTo(2));
    axe.approves(browser);

    browser.click("#helpbutton");
    axe.approves(browser);
    browser.press(ESCAPE);
    browser.click("#table .opens");
    eventually(SOON, () -> assertThat(browser.count("#p-lines li")).isEqualTo(2));
    browser.click("#p-kill");
    axe.approves(browser);
    browser.screenshot(
        Path.of(
            "target",
            "screenshots",
            "panel-%d-%d-%s.png".formatted(each, width, dark ? "dark" : "light")));
    assertThat(
            browser.run("const d = document.documentElement; return d.scrollWidth - d.clientWidth"))
        .isEqualTo("0");
  }

  @Test
  void keys_reach_every_part_and_rest_while_somebody_types() {
    browser.look(1440, false, false);
    page.open(fleet(3, retried("bad", NOON), StatusEvent.plain("good", NOON - 1_000)));
    browser.run("document.activeElement.blur()");

    browser.press("f");
    assertThat(browser.run("return location.hash")).isEqualTo("#failed=1");
    browser.press("f");
    browser.press("j");
    assertThat(browser.run("return location.hash")).isEqualTo("#trace=good");
    browser.press("k");
    assertThat(browser.run("return location.hash")).isEqualTo("#trace=bad");
    browser.press("p");
    assertThat(browser.text("#pause")).isEqualTo("Continue");
    browser.press("p");
    browser.press("/");
    browser.press("p");
    assertThat(browser.run("return document.activeElement.value")).isEqualTo("p");
    assertThat(browser.text("#pause")).isEqualTo("Pause");
    browser.run("document.activeElement.blur()");
    browser.press("c");
    assertThat(browser.run("return document.activeElement.id")).isEqualTo("service");
    browser.run("document.activeElement.blur()");
    browser.press("?");
    assertThat(browser.text("#keys")).contains("Search the traces");
    browser.click("#keyson");
    browser.press(ESCAPE);
    browser.run("document.activeElement.blur()");
    browser.press("p");
    assertThat(browser.text("#pause")).as("keys are off").isEqualTo("Pause");
    browser.run("localStorage.clear()");
  }

  @Test
  void figures_are_not_read_out_and_news_is() {
    browser.look(1440, false, false);
    page.open(fleet(3));
    browser.run(
        "window.said = []; new MutationObserver(() => said.push(document.getElementById('say').textContent)).observe(document.getElementById('say'), {childList: true, characterData: true, subtree: true})");

    gateway.shows(StatusEvent.busy("serving"));
    eventually(SOON, () -> assertThat(browser.text("#total")).contains("42.7"));
    assertThat(browser.run("return said.join()")).isEmpty();

    gateway.shows(StatusEvent.busy("unreachable"));
    eventually(
        SOON,
        () -> assertThat(browser.run("return said.join()")).isEqualTo("consignment-3 unreachable"));
  }
}
