package shippy.console.output;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

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

  private static final Pattern ASKED = Pattern.compile(" (?:-o[= ]?|--output[= ])(\\w+)(?= )");

  /** Whether it is for programs. Errors are JSON then, too. */
  public boolean isStructured() {
    return this != TABLE && this != NAME;
  }

  /** The format that a word of {@code --output} names, if any. */
  public static Optional<OutputFormat> of(String word) {
    return Arrays.stream(values())
        .filter(f -> f.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }

  /** The format that arguments ask for, found without parsing them: for their own errors. */
  public static OutputFormat guess(List<String> args) {
    return ASKED
        .matcher(" " + String.join(" ", args) + " ")
        .results()
        .flatMap(match -> of(match.group(1)).stream())
        .findFirst()
        .orElse(TABLE);
  }
}
