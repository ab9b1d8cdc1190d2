package shippy.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import shippy.testkit.browser.HeadlessBrowser;

/**
 * The page in a browser of its own, with a gateway that says what the test tells it. After each
 * test nothing may have broken the page's policy or a script.
 */
final class PageExtension implements AfterEachCallback, AfterAllCallback {
  static final Duration SOON = Duration.ofSeconds(10);

  private final FakeGateway gateway;
  private final HeadlessBrowser browser;

  /** Of a gateway that controls what runs. */
  PageExtension() {
    this("open");
  }

  /**
   * With a browser that has started.
   *
   * @param control as {@link shippy.gateway.control.ControlPaths#access} says
   */
  PageExtension(String control) {
    gateway = new FakeGateway(control);
    gateway.start();
    browser = HeadlessBrowser.start();
    browser.look(1440, false, true);
  }

  FakeGateway gateway() {
    return gateway;
  }

  HeadlessBrowser browser() {
    return browser;
  }

  /** Opens the page with this state on it. */
  void open(StatusEvent event) {
    open(event, "");
  }

  /** The same at a link to a view of it. */
  void open(StatusEvent event, String hash) {
    gateway.shows(event);
    browser.open(URI.create("about:blank")); // else only the hash changes
    browser.open(gateway.page().resolve("/" + hash));
    eventually(SOON, () -> assertThat(browser.text("#live")).startsWith("live, updated"));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    assertThat(browser.complaints()).isEmpty();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    browser.close();
    gateway.close();
  }
}
