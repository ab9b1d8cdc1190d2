package shippy.config;

import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/**
 * How settings are written; a module on the class path provides it, for {@link ServiceLoader}.
 * Nothing looks for one until a source ends like it. {@code .properties} is always there.
 */
public interface ConfigFormat {
  /** The most characters that a source may have: 64 KiB. */
  int MAX_CHARACTERS = 64 * 1024;

  /** The most keys that may lead to a value. */
  int MAX_DEPTH = 16;

  /** The endings of names in this format, without a dot and in lower case. */
  List<String> endings();

  /**
   * The values of a text of at most {@link #MAX_CHARACTERS}, in its order.
   *
   * @param source whose text it is, for messages
   * @throws ProblemException with line and column if it is malformed, has a key twice, has a key
   *     without a value, a list of anything but single values, or is nested too deeply
   */
  List<ConfigEntry> parse(String text, String source);

  /**
   * The values of a text in the format that a name ends in.
   *
   * @throws ProblemException if it is too long, malformed or not all text, or no module here reads
   *     this format
   */
  static List<ConfigEntry> parse(String name, String text, String source) {
    ConfigFormat format = of(name);
    if (text.length() > MAX_CHARACTERS) {
      throw Problem.of(
              ExitCode.CONFIG,
              "%s: %d characters (expected: at most 64 KiB of settings)"
                  .formatted(source, text.length()))
          .toException();
    }
    checkCharacters(text, source);
    return format.parse(text, source);
  }

  private static void checkCharacters(String text, String source) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((Character.isISOControl(c) && "\t\n\r".indexOf(c) < 0) || c == 0xFEFF || c >= 0xFFFE) {
        int line = (int) text.substring(0, i).chars().filter(before -> before == '\n').count() + 1;
        throw new ConfigEntry.Place(source, line, i - text.lastIndexOf('\n', i))
            .problem(
                "the character U+%04X (expected: text without byte order mark and control characters)"
                    .formatted((int) c))
            .toException();
      }
    }
  }

  private static ConfigFormat of(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    ConfigFormat own = new PropertiesFormat();
    if (own.endings().contains(ending)) {
      return own;
    }
    List<ConfigFormat> all =
        ServiceLoader.load(ConfigFormat.class).stream().map(ServiceLoader.Provider::get).toList();
    return all.stream()
        .filter(format -> format.endings().contains(ending))
        .findFirst()
        .orElseThrow(() -> unknown(name, all));
  }

  private static ProblemException unknown(String name, List<ConfigFormat> all) {
    List<String> endings =
        Stream.concat(
                Stream.of("properties"), all.stream().flatMap(format -> format.endings().stream()))
            .map(ending -> "." + ending)
            .toList();
    Problem problem =
        Problem.of(
            ExitCode.CONFIG,
            "%s: no format of settings (expected a name that ends in %s)"
                .formatted(name, String.join(", ", endings)));
    return (all.isEmpty()
            ? problem.withFix("shippy:shippy-config-files", "add it to the pom, in scope runtime")
            : problem)
        .toException();
  }
}
