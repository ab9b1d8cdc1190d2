package shippy.consignment.cli.create;

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
import shippy.console.io.InputFile;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/**
 * The file of {@code --errors}, a line for each record that was not created; none if nobody asked
 * for one. One thread.
 */
final class ErrorsFile implements AutoCloseable {
  private final Optional<Path> path;
  private final PrintStream out;

  private ErrorsFile(Optional<Path> path, OutputStream out) {
    this.path = path;
    this.out = new PrintStream(out, false, UTF_8);
  }

  /**
   * Begins an empty file if there is a name.
   *
   * @throws ProblemException if that cannot be done, or the file is one of the inputs
   */
  static ErrorsFile begin(Optional<String> name, List<String> inputs) {
    if (name.isEmpty()) {
      return new ErrorsFile(Optional.empty(), OutputStream.nullOutputStream());
    }
    String file = name.get();
    try {
      Path path = Path.of(file);
      for (String input : inputs) {
        if (Files.exists(path) && !input.equals("-") && Files.isSameFile(path, Path.of(input))) {
          throw wrong(file, "another file than the input").toException();
        }
      }
      OutputStream out =
          InputFile.isPipe(path)
              ? InputFile.await(file, "nobody reads", () -> Files.newOutputStream(path))
              : Files.newOutputStream(path);
      return new ErrorsFile(Optional.of(path), out);
    } catch (IOException | InvalidPathException e) {
      throw wrong(file, "a file that can be written").toException(e);
    }
  }

  /** Where it is; empty if there is none. */
  Optional<Path> path() {
    return path;
  }

  /** Adds a line that is in the file when this returns, as long as the disk takes it. */
  void add(Supplier<String> line) {
    if (path.isEmpty()) {
      return;
    }
    out.println(line.get());
    if (out.checkError()) {
      throw Problem.of(ExitCode.FAILED, "%s: could not be written".formatted(path.get()))
          .withLikely("the disk is full")
          .toException();
    }
  }

  @Override
  public void close() {
    out.close();
  }

  private static Problem wrong(String name, String expected) {
    return Problem.of(ExitCode.USAGE, "--errors: \"%s\" (expected: %s)".formatted(name, expected));
  }
}
