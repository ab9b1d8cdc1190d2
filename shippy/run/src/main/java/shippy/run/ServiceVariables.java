package shippy.run;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.process.Program;

/**
 * What a run starts, as container builds are told: {@code SERVICE_PATH}, {@code SERVICE_NUMBER}.
 */
final class ServiceVariables {
  private static final String PATH = "SERVICE_PATH";
  private static final String NUMBER = "SERVICE_NUMBER";

  private ServiceVariables() {}

  /** The count for all services; empty if the variable is not set. */
  static List<String> count(Map<String, String> env) {
    return value(env, NUMBER)
        .map(
            text ->
                InstanceCounts.parse(text)
                    .map(String::valueOf)
                    .orElseThrow(() -> wrong(NUMBER, text, "1-100").toException()))
        .stream()
        .toList();
  }

  /**
   * The runnable jar that was built of the service in that folder; empty if there is no such
   * variable.
   */
  static Optional<Path> jar(Map<String, String> env) {
    return value(env, PATH).map(ServiceVariables::built);
  }

  private static Path built(String folder) {
    Path service = Path.of(folder);
    if (!Files.isDirectory(service)) {
      throw wrong(PATH, folder, "the folder of a service").toException();
    }
    List<Path> jars = runnable(service.resolve("target"));
    if (jars.isEmpty()) {
      throw wrong(PATH, folder, "a runnable jar in its target")
          .withFix(Program.BUILD)
          .toException();
    }
    if (jars.size() > 1) {
      throw wrong(PATH, folder, "one runnable jar in its target")
          .withFacts(jars.stream().map(Path::toString).toList())
          .withFix("shippy run " + jars.get(0), "say which")
          .toException();
    }
    return jars.get(0);
  }

  /** Without those that the shade plugin keeps as they were before. */
  private static List<Path> runnable(Path target) {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(target, "*.jar")) {
      files.forEach(jars::add);
    } catch (IOException e) {
      return List.of(); // not built
    }
    return jars.stream()
        .filter(jar -> !String.valueOf(jar.getFileName()).startsWith("original-"))
        .filter(Program::isRunnable)
        .sorted()
        .toList();
  }

  private static Problem wrong(String variable, String text, String expected) {
    return Problem.of(
        ExitCode.CONFIG, "%s: \"%s\" (expected: %s)".formatted(variable, text, expected));
  }

  private static Optional<String> value(Map<String, String> env, String name) {
    return Optional.of(env.getOrDefault(name, "")).filter(text -> !text.isEmpty());
  }
}
