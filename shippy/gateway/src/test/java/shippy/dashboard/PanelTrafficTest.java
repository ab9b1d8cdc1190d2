package shippy.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.dashboard.PageExtension.SOON;
import static shippy.dashboard.StatusEvent.busy;
import static shippy.testkit.Eventually.eventually;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.testkit.browser.HeadlessBrowser;

/** What the page shows of whom an instance calls, and of calls that were not served. */
class PanelTrafficTest {
  private static final String OPEN = "#table [data-id='shippy.service.consignment-1'] .opens";
  private static final String STATS = "127.0.0.1:50051 Debug.Stats";

  @RegisterExtension static final PageExtension page = new PageExtension();

  private static final FakeGateway gateway = page.gateway();
  private static final HeadlessBrowser browser = page.browser();

  @ParameterizedTest
  @ValueSource(ints = {1440, 390})
  void shares_of_callees_breakers_and_refused_calls_are_told(int width) throws Exception {
    browser.look(width, false, false);
    page.open(busy("serving"));
    browser.click(OPEN);
    assertThat(browser.text("#p-callees"))
        .contains("vessel-1\t33 %\t7.1\t0", "vessel-3\t33 %\t7.1\t0");
    assertThat(browser.style("#p-breakers", "display")).isEqualTo("none");
    assertThat(browser.style("#p-refused", "display")).isEqualTo("none");

    gateway.has(
        STATS,
        """
        {"breakers": [
          {"service": "shippy.service.vessel", "share": 0.8517, "dropped": "12345",
           "method": "shippy.service.vessel.VesselService/Reserve"},
          {"service": "<b>", "method": "<i>", "dropped": "7"},
          {"service": "shippy.service.vessel", "method": "never.Dropped/One"}],
         "methods": [
          {"method": "shippy.service.consignment.ShippingService/CreateConsignment",
           "refused": {"load": "1204", "rate": "0", "new": "9"}},
          {"method": "shippy.service.consignment.ShippingService/GetConsignments"}]}
        """);

    eventually(
        SOON,
        () ->
            assertThat(browser.text("#p-breakers"))
                .contains("VesselService.Reserve\tshippy.service.vessel\topen, drops 85 %\t12,345")
                .contains("<i>\t<b>\tclosed\t7")
                .doesNotContain("Dropped.One"));
    assertThat(browser.text("#p-refused"))
        .contains("ShippingService.CreateConsignment\t0\t0\t1,204")
        .doesNotContain("GetConsignments");
    Axe.find().approves(browser);
    browser.screenshot(Path.of("target", "screenshots", "traffic-%d.png".formatted(width)));
    gateway.has(STATS, "{}");
    eventually(SOON, () -> assertThat(browser.style("#p-refused", "display")).isEqualTo("none"));
  }

  @Test
  void instance_is_not_asked_while_the_tab_is_in_the_background() throws Exception {
    browser.look(1440, false, false);
    page.open(busy("serving"));
    browser.run(
        """
        window.asked = [];
        const real = window.fetch;
        window.fetch = (url, ...rest) => { asked.push(String(url)); return real(url, ...rest); };
        Object.defineProperty(document, 'hidden', {value: true, configurable: true});
        """);
    browser.click(OPEN);
    assertThat(browser.run("return asked.includes('rpc')")).isEqualTo("false");

    browser.run("delete document.hidden");
    eventually(
        SOON, () -> assertThat(browser.run("return asked.includes('rpc')")).isEqualTo("true"));
  }
}
