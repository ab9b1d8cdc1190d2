package shippy.consignment.cli.query;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import shippy.config.Format;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.Suggestion;

/** The value of a command's own option. An invalid one is a usage error. */
public record OptionValue(String option, String text) {
  /** This value, which must not be empty; {@code example} is a command that has one. */
  public OptionValue required(String expected, String example) {
    if (text.isEmpty()) {
      throw Problem.of(
              ExitCode.USAGE, "%s: nothing given (expected: %s)".formatted(option, expected))
          .withFix(example, "")
          .toException();
    }
    return this;
  }

  public <T> T as(Format<T> format) {
    try {
      return format.parser().apply(text);
    } catch (IllegalArgumentException e) {
      throw wrong(format.expected()).toException(e);
    }
  }

  /** The choice whose name this is, in lower case. */
  public <E extends Enum<E>> E oneOf(EnumSet<E> choices) {
    for (E choice : choices) {
      if (word(choice).equals(text)) {
        return choice;
      }
    }
    List<String> words = choices.stream().map(OptionValue::word).toList();
    throw Suggestion.add(wrong(String.join(", ", words)), text, words).toException();
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  private Problem wrong(String expected) {
    return Problem.of(
        ExitCode.USAGE, "%s: \"%s\" (expected: %s)".formatted(option, text, expected));
  }
}
