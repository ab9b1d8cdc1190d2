package shippy.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.process.Program;

/** The values of an option for some services, or all: {@code vessel=3}, or {@code 2}. */
final class PerService {
  private static final Pattern FORM = Pattern.compile("(?:(.+)=)?(.*)");

  private PerService() {}

  /**
   * The value for each kind of program that has one; the last one given counts.
   *
   * @param values as the user wrote them; a name may be that of a service: its last part counts
   * @param format empty for what is no value
   * @param expected the form of a value, such as {@code 1-100}
   * @param more what else is expected; may be empty
   */
  static <T> Map<String, T> values(
      String option,
      List<String> values,
      List<Program> programs,
      Function<String, Optional<T>> format,
      String expected,
      String more) {
    List<String> kinds = programs.stream().map(Program::kind).distinct().sorted().toList();
    Map<String, T> found = new HashMap<>();
    for (String text : values) {
      Matcher form = FORM.matcher(text);
      T value =
          Optional.of(form)
              .filter(Matcher::matches)
              .flatMap(m -> format.apply(m.group(2)))
              .orElseThrow(
                  () ->
                      wrong(
                          option,
                          text,
                          "NAME=%s, or %s for all%s".formatted(expected, expected, more)));
      Optional<String> name = Optional.ofNullable(form.group(1));
      List<String> meant =
          kinds.stream().filter(k -> name.isEmpty() || suits(k, name.get())).toList();
      if (meant.isEmpty()) {
        throw wrong(option, text, kinds.stream().collect(Collectors.joining(", ")));
      }
      meant.forEach(kind -> found.put(kind, value));
    }
    return found;
  }

  private static boolean suits(String kind, String name) {
    return name.equals(kind) || name.endsWith("." + kind);
  }

  private static ProblemException wrong(String option, String text, String expected) {
    return Problem.of(ExitCode.USAGE, "%s: \"%s\" (expected: %s)".formatted(option, text, expected))
        .toException();
  }
}
