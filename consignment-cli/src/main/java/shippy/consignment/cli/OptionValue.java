package shippy.consignment.cli;

import java.util.Map;
import shippy.config.Format;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.Suggestion;

/** The text of a command's own option. What is wrong with it is wrong usage. */
record OptionValue(String option, String text) {
  /** This value, which must be there; {@code example} is a command that has it. */
  OptionValue required(String expected, String example) {
    if (text.isEmpty()) {
      throw Problem.of(
              ExitCode.USAGE, "%s: nothing given (expected: %s)".formatted(option, expected))
          .withFix(example, "")
          .toException();
    }
    return this;
  }

  <T> T as(Format<T> format) {
    try {
      return format.parser().apply(text);
    } catch (IllegalArgumentException e) {
      throw wrong(format.expected()).toException(e);
    }
  }

  /** The choice that the text names. */
  <T> T oneOf(Map<String, T> choices) {
    T chosen = choices.get(text);
    if (chosen != null) {
      return chosen;
    }
    Problem problem = wrong(String.join(", ", choices.keySet()));
    throw Suggestion.add(problem, text, choices.keySet()).toException();
  }

  private Problem wrong(String expected) {
    return Problem.of(
        ExitCode.USAGE, "%s: \"%s\" (expected: %s)".formatted(option, text, expected));
  }
}
