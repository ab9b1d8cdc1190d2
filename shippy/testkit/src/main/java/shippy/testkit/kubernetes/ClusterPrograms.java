package shippy.testkit.kubernetes;

import java.nio.file.Path;
import java.util.Optional;
import shippy.testkit.BuildScript;

/** The programs of one version of Kubernetes, which {@code shippy/deploy/cluster/build} makes. */
record ClusterPrograms(Path apiServer, Path kubectl) {
  private static Optional<ClusterPrograms> built = Optional.empty();

  /** Those of the folder in property {@code shippy.cluster}, else what the script makes or has. */
  static synchronized ClusterPrograms find() {
    if (built.isEmpty()) {
      Path folder =
          Optional.ofNullable(System.getProperty("shippy.cluster"))
              .map(Path::of)
              .orElseGet(() -> BuildScript.run("shippy/deploy/cluster/build"));
      built =
          Optional.of(
              new ClusterPrograms(folder.resolve("kube-apiserver"), folder.resolve("kubectl")));
    }
    return built.get();
  }
}
