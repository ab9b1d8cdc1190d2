package shippy.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/**
 * A runnable jar with a short name, which its output is shown with.
 *
 * @param name numbered if it is not the first of its kind: {@code vessel-2}
 * @param kind the name of all that run from this jar: the file's name without version and {@code
 *     -service.jar}
 * @param limits of each process that runs from it
 */
public record Program(String name, String kind, Path jar, ProcessLimits limits) {
  /** Stands for how the program that runs builds what is missing; see {@link Problem#with}. */
  public static final Problem.Fix BUILD = new Problem.Fix("build the services", "");

  /** The same for a jar that is there and broken. */
  public static final Problem.Fix REBUILD = new Problem.Fix("build the jar again", "");

  /** For a heap that begins small, and full speed at once. Measured in RATIONALE.md. */
  private static final List<String> JVM_FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xms8m",
          "-XX:+ExitOnOutOfMemoryError",
          "-Dio.netty.allocator.maxOrder=4",
          "-Dio.netty.jfr.enabled=false");

  public Program {
    requireNonNull(name, "name");
    requireNonNull(kind, "kind");
    requireNonNull(jar, "jar");
    requireNonNull(limits, "limits");
  }

  /** One without limits. */
  public Program(String name, String kind, Path jar) {
    this(name, kind, jar, ProcessLimits.NONE);
  }

  /** The only one of its kind. */
  public Program(String name, Path jar) {
    this(name, name, jar);
  }

  /** One more of its kind, with a name that is not taken. */
  public Program another(Set<String> taken) {
    return new Program(unique(kind, new HashSet<>(taken)), kind, jar, limits);
  }

  /** The same from another file. */
  Program from(Path other) {
    return new Program(name, kind, other, limits);
  }

  /** The same with limits. */
  public Program limited(ProcessLimits to) {
    return new Program(name, kind, jar, to);
  }

  /**
   * One program for each jar; all names are different.
   *
   * @throws shippy.problem.ProblemException if a file is missing or not a runnable jar
   */
  public static List<Program> of(List<Path> jars) {
    Set<String> names = new HashSet<>();
    Map<Path, String> kinds = new HashMap<>();
    List<Program> programs = new ArrayList<>();
    for (Path jar : jars) {
      requireRunnable(jar);
      String name = unique(kinds.getOrDefault(jar, shortName(jar)), names);
      kinds.putIfAbsent(jar, name);
      programs.add(new Program(name, kinds.getOrDefault(jar, name), jar));
    }
    return programs;
  }

  /** The command line that starts it with the JVM of this process, with little memory. */
  public List<String> command(List<String> flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_FLAGS);
    command.addAll(limits.heapFlags());
    // The JVM's log would tell on standard output that an archive does not fit.
    ClassArchive.of(jar)
        .ifPresent(a -> command.addAll(List.of("-XX:SharedArchiveFile=" + a, "-Xlog:disable")));
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(flags);
    return command;
  }

  private static String shortName(Path jar) {
    return String.valueOf(jar.getFileName())
        .replaceFirst("\\.jar$", "")
        .replaceFirst("-\\d+(\\.[0-9A-Za-z]+)*(-[0-9A-Za-z.]+)?$", "")
        .replaceFirst("-service$", "");
  }

  private static String unique(String name, Set<String> taken) {
    String candidate = name;
    for (int i = 2; !taken.add(candidate); i++) {
      candidate = name + "-" + i;
    }
    return candidate;
  }

  /** Whether the file is there, complete, and a program. */
  public static boolean isRunnable(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return hasMain(file);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean hasMain(JarFile file) throws IOException {
    Manifest manifest = file.getManifest();
    return manifest != null && manifest.getMainAttributes().containsKey(Attributes.Name.MAIN_CLASS);
  }

  private static void requireRunnable(Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw Problem.of(ExitCode.NO_INPUT, "no such file: " + jar)
          .withLikely("it is not built yet, or it is elsewhere")
          .withFix(BUILD)
          .toException();
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      if (!hasMain(file)) {
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
