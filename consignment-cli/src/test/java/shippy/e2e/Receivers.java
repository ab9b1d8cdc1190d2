package shippy.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.Prerequisite;

/** The systems that telemetry is sent to, as {@code shippy/telemetry-export} builds them. */
final class Receivers {
  /** Of Jaeger and Prometheus, the first time. */
  private static final Duration BUILD = Duration.ofMinutes(50);

  private static final Map<String, Result> BUILT = new HashMap<>();

  private Receivers() {}

  /**
   * A file in the folder of receivers; without the means to build it the test aborts, or fails in
   * CI.
   *
   * @param receiver what is built for it
   */
  static Path file(String receiver, String... more) {
    Result result = built(receiver);
    if (result.exitCode() != 0) {
      throw Prerequisite.missing(result.stderr().strip());
    }
    return Path.of(result.stdout().strip(), receiver).resolve(String.join("/", more));
  }

  private static synchronized Result built(String receiver) {
    return BUILT.computeIfAbsent(
        receiver,
        missing -> {
          String script =
              Sandbox.ROOT.resolve("shippy/telemetry-export/receivers/build").toString();
          try (CommandHarness build = CommandHarness.program(script)) {
            // What Go, Maven and npm keep, and the receivers themselves, lie in the user's home.
            return build
                .env("HOME", System.getProperty("user.home", ""))
                .timeout(BUILD)
                .run(missing);
          }
        });
  }
}
