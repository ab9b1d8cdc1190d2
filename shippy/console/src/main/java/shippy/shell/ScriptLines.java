package shippy.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** Reads commands from a stream, never further than the end of the last one. One thread. */
final class ScriptLines {
  private static final int MAX_BYTES = 16 * 1024 * 1024;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final InputStream in;
  private int read;
  private int number;
  private String text = "";

  ScriptLines(InputStream in) {
    this.in = in;
  }

  /** The number of the line in which the last command began. */
  int number() {
    return number;
  }

  /** The last command as it was read. */
  String text() {
    return text;
  }

  /**
   * The next command, of several lines if the first is incomplete.
   *
   * @throws shippy.problem.ProblemException if it is not complete at the end, too long or no UTF-8
   */
  Optional<Line> next() {
    Optional<String> first = readLine();
    number = read;
    text = first.orElse("");
    Optional<String> more = first;
    while (more.isPresent()) {
      Line line = Line.parse(text).get(0);
      if (line.complete()) {
        return Optional.of(line);
      }
      more = readLine();
      if (more.isEmpty()) {
        throw Problem.of(
                ExitCode.USAGE,
                "standard input:%d: the command ends too early (expected: %s)"
                    .formatted(number, line.missing()))
            .toException();
      }
      text += "\n" + more.get();
      if (text.length() > MAX_BYTES) {
        throw tooLong();
      }
    }
    return Optional.empty();
  }

  private Optional<String> readLine() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      int c = in.read();
      if (c < 0) {
        return Optional.empty();
      }
      read++;
      while (c >= 0 && c != '\n') {
        bytes.write(c);
        if (bytes.size() > MAX_BYTES) {
          throw tooLong();
        }
        c = in.read();
      }
      return Optional.of(decode(bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String decode(byte[] bytes) {
    try {
      String line = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return read == 1 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
    } catch (CharacterCodingException e) {
      throw problem("no UTF-8 (expected: text)").toException(e);
    }
  }

  private ProblemException tooLong() {
    return problem("too long (expected: at most 16 MiB)").toException();
  }

  private Problem problem(String what) {
    return Problem.of(ExitCode.BAD_INPUT, "standard input:%d: %s".formatted(read, what));
  }
}
