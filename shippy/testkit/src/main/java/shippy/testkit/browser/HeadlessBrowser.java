package shippy.testkit.browser;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * A headless Chromium with one page, whose width and colours tests can set. Without chromedriver on
 * this machine tests abort; with {@code CI} in the environment they fail. Not thread-safe.
 */
public final class HeadlessBrowser implements AutoCloseable {
  private static final int HEIGHT = 900;
  private static final String TAB = "\uE004";
  private static final Map<String, ?> CAPABILITIES =
      Map.of(
          "browserName",
          "chrome",
          "goog:loggingPrefs",
          Map.of("browser", "ALL"),
          "goog:chromeOptions",
          // Chromium refuses its sandbox to root, and containers have little /dev/shm.
          Map.of(
              "args",
              List.of(
                  "--headless=new",
                  "--hide-scrollbars",
                  "--no-sandbox",
                  "--disable-dev-shm-usage",
                  "--disable-gpu"),
              "excludeSwitches",
              List.of("enable-automation")));

  private final ChromeDriver driver = ChromeDriver.start();
  private final String session;

  private HeadlessBrowser() {
    JsonObject opened =
        driver
            .post("/session", Map.of("capabilities", Map.of("alwaysMatch", CAPABILITIES)))
            .getAsJsonObject();
    session = "/session/" + opened.get("sessionId").getAsString();
  }

  /** A new one with an empty page. */
  public static HeadlessBrowser start() {
    return new HeadlessBrowser();
  }

  /** Returns when the page has loaded. */
  public void open(URI page) {
    driver.post(session + "/url", Map.of("url", page.toString()));
  }

  /** Sets the width of the page in CSS pixels, the theme, and whether it may move. */
  public void look(int width, boolean dark, boolean motion) {
    devtools(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
    devtools(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                Map.of(
                    "name",
                    "prefers-reduced-motion",
                    "value",
                    motion ? "no-preference" : "reduce"))));
  }

  /** The result of a JavaScript function body: a text or number as it is, anything else as JSON. */
  public String run(String body, Object... args) {
    JsonElement value =
        driver.post(session + "/execute/sync", Map.of("script", body, "args", List.of(args)));
    return value.isJsonPrimitive() ? value.getAsString() : value.toString();
  }

  /** The visible text of the first element of a CSS selector; empty if there is none. */
  public String text(String selector) {
    return run(
        "const e = document.querySelector(arguments[0]); return e?.innerText ?? e?.textContent ?? ''",
        selector);
  }

  /** The number of elements that a CSS selector finds. */
  public int count(String selector) {
    return Integer.parseInt(run("return document.querySelectorAll(arguments[0]).length", selector));
  }

  /** A property of the computed style of the first element. */
  public String style(String selector, String property) {
    return run(
        "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]",
        selector,
        property);
  }

  /**
   * Clicks in the middle of the first element; an {@link AssertionError} if something covers it.
   */
  public void click(String selector) {
    driver.post(element(selector) + "/click", Map.of());
  }

  /** Replaces the text of a field, key by key. */
  public void type(String selector, String text) {
    String field = element(selector);
    driver.post(field + "/clear", Map.of());
    driver.post(field + "/value", Map.of("text", text));
  }

  /** Presses the tabulator. */
  public void tab() {
    press(TAB);
  }

  /** Presses a key where the focus is. */
  public void press(String key) {
    List<Map<String, String>> stroke =
        List.of(Map.of("type", "keyDown", "value", key), Map.of("type", "keyUp", "value", key));
    driver.post(
        session + "/actions",
        Map.of("actions", List.of(Map.of("type", "key", "id", "keys", "actions", stroke))));
  }

  /** The processor time of the page's main thread so far, which waits for no other program. */
  public Duration mainThreadTime() {
    devtools("Performance.enable", Map.of());
    JsonObject all = devtools("Performance.getMetrics", Map.of()).getAsJsonObject();
    return StreamSupport.stream(all.getAsJsonArray("metrics").spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .filter(metric -> metric.get("name").getAsString().equals("ThreadTime"))
        .map(metric -> Duration.ofNanos((long) (metric.get("value").getAsDouble() * 1e9)))
        .findFirst()
        .orElseThrow();
  }

  /** Writes the whole page, including what is below the visible part, as PNG. */
  public void screenshot(Path file) {
    JsonObject picture =
        devtools("Page.captureScreenshot", Map.of("captureBeyondViewport", true)).getAsJsonObject();
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, Base64.getDecoder().decode(picture.get("data").getAsString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The messages on the page's console since the last call, with network failures. */
  public List<String> complaints() {
    JsonElement log = driver.post(session + "/se/log", Map.of("type", "browser"));
    return StreamSupport.stream(log.getAsJsonArray().spliterator(), false)
        .map(line -> line.getAsJsonObject().get("message").getAsString())
        .toList();
  }

  @Override
  public void close() {
    try (driver) {
      driver.delete(session);
    }
  }

  private JsonElement devtools(String command, Map<String, ?> parameters) {
    return driver.post(session + "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
  }

  private String element(String selector) {
    JsonObject found =
        driver
            .post(session + "/element", Map.of("using", "css selector", "value", selector))
            .getAsJsonObject();
    return session + "/element/" + found.entrySet().iterator().next().getValue().getAsString();
  }
}
