package shippy.console.io;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/**
 * The user's editor.
 *
 * @param command as a shell reads it, so that it may have options
 */
public record Editor(String command, IoStreams io) {
  public Editor {
    requireNonNull(command, "command");
    requireNonNull(io, "io");
  }

  /** {@code $VISUAL}, {@code $EDITOR}, or vi. */
  public static Editor of(IoStreams io) {
    Optional<String> own =
        Stream.of("VISUAL", "EDITOR")
            .map(name -> io.env().getOrDefault(name, ""))
            .filter(text -> !text.isBlank())
            .findFirst();
    return new Editor(own.orElse("vi"), io);
  }

  /**
   * Returns when the user has ended it.
   *
   * @throws shippy.problem.ProblemException if it fails, which cancels
   */
  public void edit(Path file) {
    io.out().flush();
    try {
      Process editor =
          new ProcessBuilder("sh", "-c", command + " \"$1\"", "sh", file.toString())
              .inheritIO()
              .start();
      int code = editor.waitFor();
      if (code != 0) {
        throw Problem.of(
                ExitCode.FAILED,
                "cancelled: the editor \"%s\" ended with %d".formatted(command, code))
            .withFix("EDITOR=COMMAND", "another editor")
            .toException();
      }
    } catch (IOException e) {
      throw Problem.of(ExitCode.FAILED, "cannot start a shell for the editor").toException(e);
    } catch (InterruptedException e) {
      throw Problem.interrupted("waiting for the editor", e);
    }
  }

  /** Whether there is somebody to ask. */
  public boolean canAsk() {
    return io.screen().inIsTerminal() && io.screen().errIsTerminal();
  }

  /** Asks the user. */
  public boolean isWantedAgain() {
    io.err().print("Edit it again? [Y/n] ");
    io.err().flush();
    StringBuilder answer = new StringBuilder();
    try {
      int next = io.in().read();
      while (next >= 0 && next != '\n') {
        answer.append((char) next);
        next = io.in().read();
      }
      return next >= 0 && !answer.toString().strip().toLowerCase(Locale.ROOT).startsWith("n");
    } catch (IOException e) {
      return false;
    }
  }
}
