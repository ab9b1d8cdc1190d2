package shippy.tool.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import shippy.console.io.InputFile;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** Reads the request of a command line: JSON, {@code @FILE} or {@code -}. Stateless. */
final class RequestText {
  private RequestText() {}

  /**
   * JSON documents, read as they come; without an argument from standard input.
   *
   * @throws ProblemException if there is no such file
   */
  static JsonDocuments documents(String argument, InputStream stdin) {
    String name = argument.isEmpty() ? "-" : argument.replaceFirst("^@", "");
    if (!name.equals("-") && !argument.startsWith("@")) {
      return new JsonDocuments("request", new ByteArrayInputStream(argument.getBytes(UTF_8)));
    }
    InputFile file = InputFile.of(name);
    try {
      return new JsonDocuments(file.name(), file.open(stdin));
    } catch (IOException e) {
      throw InputFile.unreadable(file.name(), e);
    }
  }

  /**
   * The JSON.
   *
   * @throws ProblemException if there is no such file, or it is too large or not UTF-8
   */
  static String read(String argument, InputStream stdin) {
    if (!argument.equals("-") && !argument.startsWith("@")) {
      return argument;
    }
    InputFile file = InputFile.of(argument.replaceFirst("^@", ""));
    try (InputStream in = file.open(stdin)) {
      byte[] bytes = InputFile.read(file.name(), in);
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw Problem.of(ExitCode.BAD_INPUT, "%s: not UTF-8 text".formatted(file.name()))
          .toException(e);
    } catch (IOException e) {
      throw InputFile.unreadable(file.name(), e);
    }
  }
}
