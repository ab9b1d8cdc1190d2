package shippy.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/**
 * A project whose programs are services.
 *
 * @param name of the project
 * @param programs it packs, each for an image of its own
 */
record ServiceProject(String name, List<Program> programs) {
  private static final Pattern NAME =
      Pattern.compile("</modelVersion>.*?<artifactId>([\\w.-]+)</artifactId>", Pattern.DOTALL);
  private static final Pattern PROGRAM =
      Pattern.compile(
          "<id>([\\w.-]+)</id>\\s*<phase>package</phase>.*?<mainClass>([\\w.]+)</mainClass>",
          Pattern.DOTALL);
  private static final Pattern REGISTERED =
      Pattern.compile("(?:Service\\.named\\(|\\bNAME = )\"([\\w.-]+)\"");

  /**
   * A program of a project.
   *
   * @param name of its jar, its image and its Kubernetes objects
   * @param serviceName it registers under
   * @param stores whether it keeps data
   */
  record Program(String name, String serviceName, boolean stores) {
    Program {
      FlagRules.label("name of the program", name);
      FlagRules.serviceName("name of the service", serviceName);
    }
  }

  ServiceProject {
    programs = List.copyOf(programs);
  }

  /**
   * The project of {@code shippy new} in a folder.
   *
   * @throws ProblemException if there is none
   */
  static ServiceProject in(Path folder) {
    return of(folder.toString(), path -> read(folder.resolve(path)));
  }

  /** A project whose files are told by path; {@code where} is for errors. */
  static ServiceProject of(String where, Function<String, Optional<String>> files) {
    String pom = files.apply("pom.xml").orElseThrow(() -> unknown(where, "has no pom.xml"));
    Matcher name = NAME.matcher(pom);
    boolean stores = pom.contains("<artifactId>shippy-store</artifactId>");
    List<Program> programs = new ArrayList<>();
    Matcher program = PROGRAM.matcher(pom);
    while (program.find()) {
      String main = "src/main/java/%s.java".formatted(program.group(2).replace('.', '/'));
      String code = files.apply(main).orElseThrow(() -> unknown(where, "has no " + main));
      Matcher registered = REGISTERED.matcher(code);
      if (!registered.find()) {
        throw unknown(where, main + " names no service");
      }
      programs.add(new Program(program.group(1), registered.group(1), stores));
    }
    if (!name.find() || programs.isEmpty()) {
      throw unknown(where, "pom.xml packs no program");
    }
    return new ServiceProject(name.group(1), programs);
  }

  List<Program> storing() {
    return programs.stream().filter(Program::stores).toList();
  }

  private static Optional<String> read(Path file) {
    try {
      return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw Problem.of(ExitCode.NO_INPUT, "%s: cannot be read".formatted(file))
          .withFact(String.valueOf(e.getMessage()))
          .toException(e);
    }
  }

  private static ProblemException unknown(String where, String why) {
    return Problem.of(
            ExitCode.NO_INPUT, "%s: %s (expected: a project of 'shippy new')".formatted(where, why))
        .withFix("shippy new NAME --with=docker,kube", "make one with these files")
        .withFix("shippy kube deploy --help", "a manifest for any image")
        .toException();
  }
}
