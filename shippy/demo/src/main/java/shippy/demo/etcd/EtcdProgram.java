package shippy.demo.etcd;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/** Where the etcd program is. Stateless. */
public final class EtcdProgram {
  /** Stands for how the program that runs gets an etcd; see {@link Problem#with}. */
  public static final Problem.Fix FETCH = new Problem.Fix("install etcd", "");

  private EtcdProgram() {}

  /**
   * The one given, else the first in {@code PATH}; absolute.
   *
   * @throws shippy.problem.ProblemException if there is none
   */
  public static Path find(Optional<String> given, Map<String, String> env) {
    if (given.isPresent()) {
      return executable(Path.of(given.get()))
          .orElseThrow(
              () ->
                  Problem.of(
                          ExitCode.NO_INPUT,
                          "--etcd: \"%s\" (expected: an executable file)".formatted(given.get()))
                      .withFix(FETCH)
                      .toException());
    }
    String path = env.getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .flatMap(folder -> executable(Path.of(folder, "etcd")).stream())
        .findFirst()
        .orElseThrow(
            () ->
                Problem.of(ExitCode.NO_INPUT, "no etcd found, and the demo runs real ones")
                    .withFact("looked in PATH: " + path)
                    .withLikely("etcd is not installed")
                    .withFix(FETCH)
                    .withFix("apt-get install etcd-server", "or brew install etcd")
                    .withFix("shippy demo --etcd=PATH", "use the one you have")
                    .toException());
  }

  private static Optional<Path> executable(Path file) {
    return Optional.of(file.toAbsolutePath())
        .filter(Files::isRegularFile)
        .filter(Files::isExecutable);
  }
}
