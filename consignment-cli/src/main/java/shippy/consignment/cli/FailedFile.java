package shippy.consignment.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import shippy.console.InputFile;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** The file of {@code --errors}: a line for each record that was not created. One thread. */
final class FailedFile implements AutoCloseable {
  private final Optional<Path> path;
  private final PrintStream out;

  private FailedFile(Optional<Path> path, OutputStream out) {
    this.path = path;
    this.out = new PrintStream(out, false, UTF_8);
  }

  /** No file: nobody asked for one. */
  static FailedFile none() {
    return new FailedFile(Optional.empty(), OutputStream.nullOutputStream());
  }

  /**
   * Begins an empty file.
   *
   * @throws ProblemException if that cannot be done, or the file is one of the inputs
   */
  static FailedFile begin(String name, List<String> inputs) {
    try {
      Path path = Path.of(name);
      for (String input : inputs) {
        if (Files.exists(path) && !input.equals("-") && Files.isSameFile(path, Path.of(input))) {
          throw wrong(name, "another file than the input", Optional.empty());
        }
      }
      OutputStream out =
          InputFile.isPipe(path)
              ? InputFile.await(name, "nobody reads", () -> Files.newOutputStream(path))
              : Files.newOutputStream(path);
      return new FailedFile(Optional.of(path), out);
    } catch (IOException | InvalidPathException e) {
      throw wrong(name, "a file that can be written", Optional.of(e));
    }
  }

  /** Where it is; empty if there is none. */
  Optional<Path> path() {
    return path;
  }

  /** A line that is in the file when this returns, as long as the disk takes it. */
  void add(Supplier<String> line) {
    if (path.isEmpty()) {
      return;
    }
    out.println(line.get());
    if (out.checkError()) {
      throw Problem.of(ExitCode.FAILED, "%s: could not be written".formatted(path.orElseThrow()))
          .withLikely("the disk is full")
          .toException();
    }
  }

  @Override
  public void close() {
    out.close();
  }

  private static ProblemException wrong(String name, String expected, Optional<Exception> cause) {
    Problem problem =
        Problem.of(ExitCode.USAGE, "--errors: \"%s\" (expected: %s)".formatted(name, expected));
    return cause.isPresent() ? problem.toException(cause.get()) : problem.toException();
  }
}
