package shippy.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.dashboard.PageExtension.SOON;
import static shippy.dashboard.StatusEvent.busy;
import static shippy.testkit.Eventually.eventually;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.testkit.browser.HeadlessBrowser;

/** What the page offers where orders are not for everybody. */
class ControlAccessTest {
  private static final String FIRST = "#table [data-id='shippy.service.consignment-1'] .opens";

  @RegisterExtension static final PageExtension page = new PageExtension("token");

  private static final FakeGateway gateway = page.gateway();
  private static final HeadlessBrowser browser = page.browser();

  @Test
  void page_asks_for_the_token_and_sends_it_with_each_order() {
    RunFixture.serve(gateway);
    page.open(busy("serving"));

    browser.click(FIRST);
    assertThat(browser.text("#p-why")).isEqualTo("This gateway asks for its token.");
    assertThat(browser.style("#p-kill", "display")).isEqualTo("none");
    browser.type("#p-secret", "s3cret");
    browser.click("#p-token button");
    eventually(SOON, () -> assertThat(browser.style("#p-kill", "display")).isNotEqualTo("none"));
    browser.click("#p-kill");
    browser.click("#p-yes");

    eventually(SOON, () -> assertThat(browser.text("#p-result")).contains("was killed"));
    assertThat(gateway.authorization()).isEqualTo("Bearer s3cret");
    assertThat(browser.run("return JSON.stringify(localStorage) + JSON.stringify(sessionStorage)"))
        .doesNotContain("s3cret");
  }

  @Test
  void page_of_a_gateway_without_a_run_says_why_there_is_no_log_and_no_button() {
    try (FakeGateway plain = new FakeGateway("none")) {
      plain.start();
      plain.shows(busy("serving", StatusEvent.plain("a1", StatusEvent.NOON)));
      browser.open(plain.page());
      eventually(SOON, () -> assertThat(browser.count(FIRST)).isEqualTo(1));
      assertThat(browser.text("#table")).doesNotContain("Add one");

      browser.click("#tracelogs summary");
      eventually(
          SOON,
          () ->
              assertThat(browser.text("#t-nolines"))
                  .isEqualTo(
                      "No logs here. This gateway did not start the instances; ‘shippy run’ starts"
                          + " instances that can be controlled here."));
      browser.click(FIRST);
      eventually(
          SOON, () -> assertThat(browser.text("#p-nolines")).startsWith("No logs here. This"));
      assertThat(browser.text("#p-why")).startsWith("This gateway did not start the instances");
      assertThat(browser.style("#p-kill", "display")).isEqualTo("none");
      browser.open(gateway.page());
    }
  }
}
