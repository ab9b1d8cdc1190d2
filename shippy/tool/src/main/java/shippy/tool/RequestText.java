package shippy.tool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import shippy.config.HostLocale;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** A request as it is given on a command line: JSON, {@code @FILE} or {@code -}. Stateless. */
final class RequestText {
  private static final int MAX_BYTES = 16 * 1024 * 1024;

  private RequestText() {}

  /**
   * The JSON.
   *
   * @throws ProblemException if the file is none, is too large, or is not UTF-8
   */
  static String read(String argument, InputStream stdin) {
    if (argument.equals("-")) {
      return text("standard input", stdin);
    }
    if (!argument.startsWith("@")) {
      return argument;
    }
    String name = argument.substring(1);
    try (InputStream in = Files.newInputStream(regular(name))) {
      return text(name, in);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static Path regular(String name) {
    try {
      Path path = Path.of(name);
      if (Files.isRegularFile(path)) {
        return path;
      }
      String what = Files.exists(path) ? "not a regular file" : "no such file";
      throw Problem.of(ExitCode.NO_INPUT, "%s: %s".formatted(name, what)).toException();
    } catch (InvalidPathException e) {
      throw HostLocale.problem(e).toException(e);
    }
  }

  private static String text(String name, InputStream in) {
    try {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw Problem.of(
                ExitCode.BAD_INPUT, "%s: too large (expected: at most 16 MiB)".formatted(name))
            .toException();
      }
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw Problem.of(ExitCode.BAD_INPUT, "%s: not UTF-8 text".formatted(name)).toException(e);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static ProblemException unreadable(String name, IOException e) {
    return Problem.of(ExitCode.NO_INPUT, "%s: cannot be read".formatted(name))
        .withFact(String.valueOf(e.getMessage()))
        .toException(e);
  }
}
