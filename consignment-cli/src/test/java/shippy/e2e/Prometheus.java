package shippy.e2e;

import com.google.protobuf.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.FreePorts;

/** Prometheus on a free port; ends with the sandbox. */
final class Prometheus {
  /** The newest, and what Debian 12 has. */
  enum Version {
    NEWEST,
    DEBIAN;

    private Path program() {
      return switch (this) {
        case NEWEST -> Receivers.file("prometheus");
        case DEBIAN -> Receivers.file("debian", "usr/bin/prometheus");
      };
    }
  }

  private final int port = FreePorts.find(1).get(0);
  private final Api api = new Api(URI.create("http://127.0.0.1:" + port));

  /**
   * Returns when it has read the configuration.
   *
   * @param config as its file has it
   */
  Prometheus(Version version, Sandbox sandbox, String config) {
    CommandHarness program = sandbox.program(CommandHarness.program(version.program().toString()));
    program
        .start(
            "--config.file=" + write(program.home().resolve("prometheus.yml"), config),
            "--storage.tsdb.path=" + program.home().resolve("data"),
            "--web.listen-address=127.0.0.1:" + port)
        .awaitLine("Server is ready to receive web requests", Sandbox.START);
  }

  /** What its program {@code promtool check} says to this text. */
  static Result check(Sandbox sandbox, String what, String text) {
    Path promtool = Receivers.file("prometheus").resolveSibling("promtool");
    return sandbox
        .program(CommandHarness.program(promtool.toString(), "check", what))
        .stdin(text.getBytes(StandardCharsets.UTF_8))
        .run();
  }

  /** What it scrapes: the URLs, and whether the last scrape succeeded. */
  Map<String, String> targets() {
    Value data = Json.member(Json.value(api.get("/api/v1/targets?state=active").body()), "data");
    Map<String, String> targets = new TreeMap<>();
    for (Value target : Json.list(data, "activeTargets")) {
      targets.put(
          Json.text(target, "scrapeUrl"),
          Json.text(target, "health") + Json.text(target, "lastError"));
    }
    return targets;
  }

  /** What a query finds: a value for each set of labels. */
  List<Value> query(String expression) {
    String query = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    Value answer = Json.value(api.get("/api/v1/query?query=" + query).body());
    return Json.list(Json.member(answer, "data"), "result");
  }

  /** The labels of what a query found. */
  static Map<String, String> labels(Value found) {
    Map<String, String> labels = new TreeMap<>();
    Json.member(found, "metric")
        .getStructValue()
        .getFieldsMap()
        .forEach((name, value) -> labels.put(name, value.getStringValue()));
    return labels;
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
