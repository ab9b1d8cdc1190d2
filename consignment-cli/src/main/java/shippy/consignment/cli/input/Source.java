package shippy.consignment.cli.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;
import shippy.console.io.InputFile;
import shippy.problem.ProblemException;

/** The bytes of one document, with the name that errors call it by. */
final class Source {
  private static final Pattern YAML_NAME = Pattern.compile("\\.ya?ml$", Pattern.CASE_INSENSITIVE);
  private static final Pattern YAML_BEGIN =
      Pattern.compile("\ufeff?\\s*(?:---\\s|- |#|%YAML|[\\w\"']+:\\s)");
  private static final int HEAD = 4096;

  private final String name;
  private final byte[] bytes;
  private final boolean sniffed;

  /**
   * A document.
   *
   * @param sniffed whether its beginning tells what it is, and not its name alone
   */
  Source(String name, byte[] bytes, boolean sniffed) {
    this.name = name;
    this.bytes = bytes;
    this.sniffed = sniffed;
  }

  String name() {
    return name;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** What the argument names; a folder is answered with how to name the files in it. */
  static InputFile named(String argument) {
    try {
      return InputFile.of(argument);
    } catch (ProblemException e) {
      if (!new File(argument).isDirectory()) { // unlike a Path, of any name
        throw e;
      }
      String all = argument.replaceFirst("/*$", "/*.json");
      throw e.problem().withFix("consignment-cli create " + all, "every one in it").toException(e);
    }
  }

  /**
   * Reads it to its end.
   *
   * @throws ProblemException if that is too much
   */
  static Source read(InputFile file, InputStream in) throws IOException {
    return new Source(file.name(), InputFile.read(file.name(), in), file.isStream());
  }

  /** Whether the bytes are YAML: by the name, else by how they begin. */
  boolean isYaml() {
    return YAML_NAME.matcher(name).find()
        || (sniffed
            && YAML_BEGIN
                .matcher(new String(bytes, 0, Math.min(bytes.length, HEAD), UTF_8))
                .lookingAt());
  }
}
