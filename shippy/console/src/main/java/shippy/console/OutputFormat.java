package shippy.console;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How results are written. */
public enum OutputFormat {
  /** For people. */
  TABLE,
  /** One JSON document. */
  JSON;

  /** The word of {@code --output}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All words, for messages. */
  static String words() {
    return Arrays.stream(values()).map(OutputFormat::word).collect(Collectors.joining(" or "));
  }

  /**
   * The format of that word.
   *
   * @throws IllegalArgumentException if there is none
   */
  static OutputFormat parse(String word) {
    return Arrays.stream(values())
        .filter(format -> format.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(word));
  }

  /** The format asked for by arguments that cannot be parsed: their error comes in it too. */
  static OutputFormat guess(List<String> args) {
    boolean json =
        args.contains("-ojson")
            || args.contains("-o=json")
            || args.contains("--output=json")
            || follows(args, "-o")
            || follows(args, "--output");
    return json ? JSON : TABLE;
  }

  private static boolean follows(List<String> args, String option) {
    int at = args.indexOf(option);
    return at >= 0 && at + 1 < args.size() && args.get(at + 1).equals("json");
  }
}
