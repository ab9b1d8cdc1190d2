package shippy.consignment.cli.query;

import com.google.protobuf.Message;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/**
 * One condition that rows must meet, such as {@code weight>=700}. Words are compared without regard
 * to case; points in time as text, so {@code created_at>2026-11-21} works.
 */
record RowFilter(String text, RowField field, Predicate<Message> condition) {
  private static final Pattern FORM =
      Pattern.compile("\\s*([A-Za-z_]*)\\s*(!=|>=|<=|=|>|<)\\s*(.*?)\\s*", Pattern.DOTALL);

  static RowFilter parse(String text, RowFields fields) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      throw wrong(text, "FIELD=VALUE; also != > < >= <=");
    }
    RowField field = fields.find("--filter", m.group(1));
    IntPredicate wanted = wanted(m.group(2));
    String value = m.group(3);
    return field
        .number()
        .map(
            number -> {
              long than = number(text, value);
              return new RowFilter(
                  text, field, row -> wanted.test(Long.compare(number.applyAsLong(row), than)));
            })
        .orElseGet(
            () ->
                new RowFilter(
                    text,
                    field,
                    row -> wanted.test(field.text().apply(row).compareToIgnoreCase(value))));
  }

  private static IntPredicate wanted(String operator) {
    return switch (operator) {
      case "!=" -> order -> order != 0;
      case ">" -> order -> order > 0;
      case "<" -> order -> order < 0;
      case ">=" -> order -> order >= 0;
      case "<=" -> order -> order <= 0;
      default -> order -> order == 0;
    };
  }

  private static long number(String text, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw wrong(text, "a whole number after the operator");
    }
  }

  private static ProblemException wrong(String text, String expected) {
    return Problem.of(ExitCode.USAGE, "--filter: \"%s\" (expected: %s)".formatted(text, expected))
        .withFix("--filter 'weight>=700'", "quotes keep > from the shell")
        .toException();
  }
}
