package shippy.consignment.cli.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.problem.Suggestion;

/** The bytes of one input, with the name that errors call it by. */
public final class Source {
  static final int MAX_BYTES = 16 * 1024 * 1024;
  static final String STDIN = "-";
  static final String STDIN_NAME = "stdin";

  private static final Pattern YAML_NAME = Pattern.compile("\\.ya?ml$");
  private static final Pattern YAML_BEGIN =
      Pattern.compile("\ufeff?\\s*(?:---\\s|- |#|%YAML|[\\w\"']+:\\s)");
  private static final int HEAD = 4096;

  private final String name;
  private final byte[] bytes;

  Source(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  /**
   * Reads a file, or standard input if the argument is {@code -}. Only regular files, so that a
   * pipe or a device cannot make the program wait or run out of memory.
   *
   * @throws ProblemException if there is nothing to read or too much
   */
  public static Source read(String argument, InputStream stdin) {
    try {
      return argument.equals(STDIN) ? bounded(STDIN_NAME, stdin) : file(argument);
    } catch (IOException e) {
      throw unreadable(argument, e);
    }
  }

  static ProblemException unreadable(String argument, IOException e) {
    return Problem.of(ExitCode.NO_INPUT, "%s: cannot be read".formatted(argument))
        .withFact(String.valueOf(e.getMessage()))
        .withFix("ls -l " + argument, "may you read it?")
        .toException(e);
  }

  String name() {
    return name;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** Whether the bytes are YAML: by the name, else by how they begin. */
  boolean isYaml() {
    return YAML_NAME.matcher(name).find()
        || (name.equals(STDIN_NAME)
            && YAML_BEGIN
                .matcher(new String(bytes, 0, Math.min(bytes.length, HEAD), UTF_8))
                .lookingAt());
  }

  /**
   * The path of a regular file that exists.
   *
   * @throws ProblemException if there is none
   */
  static Path regular(String argument) {
    Path path = path(argument).orElseThrow(() -> missing(argument));
    if (!Files.exists(path)) {
      throw missing(argument);
    }
    if (!Files.isRegularFile(path)) {
      throw irregular(argument, Files.isDirectory(path)).toException();
    }
    return path;
  }

  private static Problem irregular(String argument, boolean folder) {
    String kind = folder ? "a directory" : "a pipe or a device";
    Problem problem =
        Problem.of(
            ExitCode.NO_INPUT, "%s: %s (expected: a regular file)".formatted(argument, kind));
    String create = "consignment-cli create ";
    return folder
        ? problem.withFix(create + argument.replaceFirst("/*$", "/*.json"), "every one in it")
        : problem.withFix(create + "- < " + argument, "read it as standard input");
  }

  private static Source file(String argument) throws IOException {
    try (InputStream in = Files.newInputStream(regular(argument))) {
      return bounded(argument, in);
    }
  }

  /** Counts what is read, not what the file system says: a file may grow. */
  private static Source bounded(String name, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw Problem.of(
              ExitCode.BAD_INPUT, "%s: too large (expected: at most 16 MiB)".formatted(name))
          .toException();
    }
    return new Source(name, bytes);
  }

  private static ProblemException missing(String argument) {
    Problem problem = Problem.of(ExitCode.NO_INPUT, "%s: no such file".formatted(argument));
    return nearest(argument)
        .map(near -> problem.withLikely("a slip of the keyboard: did you mean \"" + near + "\"?"))
        .orElse(problem)
        .toException();
  }

  /** The name in the same folder that looks most like a path that does not exist. */
  public static Optional<String> nearest(String argument) {
    Optional<Path> path = path(argument);
    Optional<Path> folder = path.map(p -> p.resolveSibling(""));
    if (folder.isEmpty() || path.get().getFileName() == null) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(folder.get())) {
      List<String> names = files.limit(1000).map(p -> p.getFileName().toString()).toList();
      return Suggestion.nearest(path.get().getFileName().toString(), names)
          .map(near -> path.get().resolveSibling(near).toString());
    } catch (IOException e) {
      return Optional.empty(); // a suggestion is a courtesy: the folder cannot be listed
    }
  }

  private static Optional<Path> path(String argument) {
    try {
      return Optional.of(Path.of(argument));
    } catch (InvalidPathException e) {
      return Optional.empty(); // no file can have such a name
    }
  }
}
