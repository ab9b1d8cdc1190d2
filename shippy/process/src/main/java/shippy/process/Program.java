package shippy.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/**
 * A runnable jar with a short name, which its output is shown with.
 *
 * @param name the file's name without {@code -service.jar}; numbered if it is not the first
 */
public record Program(String name, Path jar) {
  /** Stands for how the program that runs builds what is missing; see {@link Problem#with}. */
  public static final Problem.Fix BUILD = new Problem.Fix("build the services", "");

  /** The same for a jar that is there and broken. */
  public static final Problem.Fix REBUILD = new Problem.Fix("build the jar again", "");

  /** Measured in RATIONALE.md. */
  private static final List<String> JVM_FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xms16m",
          "-Xmx128m",
          "-XX:+ExitOnOutOfMemoryError");

  public Program {
    requireNonNull(name, "name");
    requireNonNull(jar, "jar");
  }

  /**
   * One program for each jar; all names are different.
   *
   * @throws shippy.problem.ProblemException if a file is missing or not a runnable jar
   */
  public static List<Program> of(List<Path> jars) {
    Set<String> names = new HashSet<>();
    List<Program> programs = new ArrayList<>();
    for (Path jar : jars) {
      requireRunnable(jar);
      programs.add(new Program(unique(shortName(jar), names), jar));
    }
    return programs;
  }

  /** The command line that starts it with the JVM of this process, with little memory. */
  public List<String> command(List<String> flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_FLAGS);
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(flags);
    return command;
  }

  private static String shortName(Path jar) {
    return String.valueOf(jar.getFileName()).replaceFirst("(-service)?(\\.jar)?$", "");
  }

  private static String unique(String name, Set<String> taken) {
    String candidate = name;
    for (int i = 2; !taken.add(candidate); i++) {
      candidate = name + "-" + i;
    }
    return candidate;
  }

  private static void requireRunnable(Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw Problem.of(ExitCode.NO_INPUT, "no such file: " + jar)
          .withLikely("the services are not built yet")
          .withFix(BUILD)
          .toException();
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      if (manifest == null
          || !manifest.getMainAttributes().containsKey(Attributes.Name.MAIN_CLASS)) {
        throw Problem.of(ExitCode.BAD_INPUT, jar + ": no Main-Class (expected: a runnable jar)")
            .toException();
      }
    } catch (IOException e) {
      throw Problem.of(
              ExitCode.BAD_INPUT,
              "%s: %s (expected: a runnable jar)".formatted(jar, e.getMessage()))
          .withFix(REBUILD)
          .toException(e);
    }
  }
}
