package shippy.testkit.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import shippy.process.CapturedOutput;
import shippy.testkit.Concurrently;
import shippy.testkit.Prerequisite;
import shippy.testkit.TemporaryFolder;

/** A chromedriver process on a free port; speaks W3C WebDriver's JSON over HTTP. */
final class ChromeDriver implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final int ATTEMPTS = 5;
  private static final Duration CALL_LIMIT = Duration.ofSeconds(90);
  private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
  private static final Gson JSON = new Gson();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path folder;
  private final Process process;
  private final Thread atExit = new Thread(this::kill, "chromedriver-at-exit");
  private final URI base;

  /** It ended before it listened. */
  private static final class EndedAtOnce extends RuntimeException {
    private static final long serialVersionUID = 1;

    EndedAtOnce(String output) {
      super(output);
    }
  }

  /**
   * One that listens. It takes a free port of IPv6 and then the same of IPv4, and ends if that one
   * is taken; so it is started again.
   */
  static ChromeDriver start() {
    for (int attempt = 1; ; attempt++) {
      try {
        return new ChromeDriver();
      } catch (EndedAtOnce e) {
        if (attempt == ATTEMPTS) {
          throw new AssertionError("chromedriver does not start:\n" + e.getMessage(), e);
        }
      }
    }
  }

  private ChromeDriver() {
    folder = TemporaryFolder.create("shippy-browser-");
    ProcessBuilder driver = new ProcessBuilder("chromedriver", "--port=0");
    driver.environment().put("TMPDIR", folder.toString()); // Chromium leaves profiles there
    try {
      process = driver.redirectErrorStream(true).start();
    } catch (IOException e) {
      TemporaryFolder.delete(folder);
      throw Prerequisite.missing(
          "no chromedriver on the PATH; .ci/provide installs chromium and chromium-driver: " + e);
    }
    Runtime.getRuntime().addShutdownHook(atExit);
    CapturedOutput output = new CapturedOutput(process.getInputStream());
    try {
      eventually(
          START_LIMIT, () -> assertThat(port(output).isPresent() || !process.isAlive()).isTrue());
    } catch (AssertionError e) {
      close();
      throw new AssertionError("chromedriver does not start:\n" + output.text(), e);
    }
    Optional<String> port = port(output);
    if (port.isEmpty()) {
      close();
      throw new EndedAtOnce(output.text());
    }
    base = URI.create("http://127.0.0.1:" + port.get());
  }

  private static Optional<String> port(CapturedOutput output) {
    return output.find(PORT).map((MatchResult match) -> match.group(1));
  }

  JsonElement get(String path) {
    return send(HttpRequest.newBuilder(base.resolve(path)).GET());
  }

  JsonElement post(String path, Map<String, ?> body) {
    return send(
        HttpRequest.newBuilder(base.resolve(path))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(JSON.toJson(body))));
  }

  void delete(String path) {
    send(HttpRequest.newBuilder(base.resolve(path)).DELETE());
  }

  private JsonElement send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          http.send(request.timeout(CALL_LIMIT).build(), BodyHandlers.ofString());
      JsonObject answer = JsonParser.parseString(response.body()).getAsJsonObject();
      if (response.statusCode() != 200) {
        throw new AssertionError("browser: " + answer.get("value"));
      }
      return answer.get("value");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw Concurrently.interrupted(e);
    }
  }

  @Override
  public void close() {
    if (Runtime.getRuntime().removeShutdownHook(atExit)) {
      kill();
    }
  }

  private void kill() {
    List<ProcessHandle> browsers = process.descendants().toList();
    process.destroyForcibly();
    browsers.forEach(ProcessHandle::destroyForcibly);
    eventually(Duration.ofSeconds(10), () -> TemporaryFolder.delete(folder));
  }
}
