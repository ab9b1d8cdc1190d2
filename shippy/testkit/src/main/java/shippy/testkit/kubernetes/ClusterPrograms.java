package shippy.testkit.kubernetes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.Prerequisite;

/** The programs of one version of Kubernetes, which {@code shippy/deploy/cluster/build} makes. */
record ClusterPrograms(Path apiServer, Path kubectl) {
  /** The first time on a machine. */
  private static final Duration BUILD = Duration.ofMinutes(50);

  private static final String SCRIPT = "shippy/deploy/cluster/build";

  private static Optional<ClusterPrograms> built = Optional.empty();

  /** Those of the folder in property {@code shippy.cluster}, else what the script makes or has. */
  static synchronized ClusterPrograms find() {
    if (built.isEmpty()) {
      Path folder =
          Optional.ofNullable(System.getProperty("shippy.cluster"))
              .map(Path::of)
              .orElseGet(ClusterPrograms::build);
      built =
          Optional.of(
              new ClusterPrograms(folder.resolve("kube-apiserver"), folder.resolve("kubectl")));
    }
    return built.get();
  }

  private static Path build() {
    try (CommandHarness build = CommandHarness.program(script().toString())) {
      // Go's caches, and the programs themselves, lie in the user's home.
      String home = System.getProperty("user.home", "");
      Result result = build.env("HOME", home).timeout(BUILD).run();
      if (result.exitCode() != 0) {
        throw Prerequisite.missing(result.stderr().strip());
      }
      return Path.of(result.stdout().strip());
    }
  }

  private static Path script() {
    return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
        .map(folder -> folder.resolve(SCRIPT))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("not here or further up: " + SCRIPT));
  }
}
