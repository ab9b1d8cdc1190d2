package shippy.console;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How results are written. */
public enum OutputFormat {
  /** For people. */
  TABLE,
  /** One JSON document. */
  JSON,
  /** The same document as YAML. */
  YAML,
  /** One JSON document a line, for each thing in the result. */
  JSONL,
  /** One name a line, for each thing in the result. */
  NAME;

  /** Whether a program reads it, so that errors are JSON too. */
  public boolean isStructured() {
    return this != TABLE && this != NAME;
  }

  /** The word of {@code --output}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All words, for messages. */
  static String words() {
    List<String> words = Arrays.stream(values()).map(OutputFormat::word).toList();
    int last = words.size() - 1;
    return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }

  /**
   * The format of that word.
   *
   * @throws IllegalArgumentException if there is none
   */
  static OutputFormat parse(String word) {
    return known(word).orElseThrow(() -> new IllegalArgumentException(word));
  }

  static Optional<OutputFormat> known(String word) {
    return Arrays.stream(values()).filter(format -> format.word().equals(word)).findFirst();
  }

  /** The format asked for by arguments that cannot be parsed: their error comes in it too. */
  static OutputFormat guess(List<String> args) {
    return Arrays.stream(values())
        .filter(format -> isAsked(args, format.word()))
        .findFirst()
        .orElse(TABLE);
  }

  private static boolean isAsked(List<String> args, String word) {
    return args.contains("-o" + word)
        || args.contains("-o=" + word)
        || args.contains("--output=" + word)
        || follows(args, "-o", word)
        || follows(args, "--output", word);
  }

  private static boolean follows(List<String> args, String option, String word) {
    int at = args.indexOf(option);
    return at >= 0 && at + 1 < args.size() && args.get(at + 1).equals(word);
  }
}
