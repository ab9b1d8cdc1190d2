package shippy.problem;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** Renders a {@link Problem} as plain text for a terminal or a log. Stateless. */
public final class ProblemText {
  private ProblemText() {}

  /**
   * The problem in up to four parts, one fact or fix a line, control characters made harmless, with
   * a final newline:
   *
   * <pre>
   * error: no instance of shippy.service.vessel found (registry: mdns, looked for 2 s)
   *   seen on this registry: nothing
   *   likely: the service is not running, or runs with another registry
   *   try:    shippy list services   what this registry knows
   * </pre>
   */
  public static String render(Problem problem) {
    StringBuilder text = new StringBuilder("error: ").append(clean(problem.what())).append('\n');
    problem.facts().forEach(fact -> text.append("  ").append(clean(fact)).append('\n'));
    problem.likely().ifPresent(l -> text.append("  likely: ").append(clean(l)).append('\n'));
    fixes(problem.fixes(), text);
    return text.toString();
  }

  private static void fixes(List<Problem.Fix> fixes, StringBuilder text) {
    int width =
        fixes.stream()
            .filter(f -> !f.effect().isEmpty())
            .mapToInt(f -> clean(f.command()).length())
            .max()
            .orElse(0);
    String label = "  try:    ";
    for (Problem.Fix fix : fixes) {
      String command = clean(fix.command());
      text.append(label).append(command);
      if (!fix.effect().isEmpty()) {
        text.append(" ".repeat(width - command.length() + 3)).append(clean(fix.effect()));
      }
      text.append('\n');
      label = "          ";
    }
  }

  /**
   * The text with control, format and line-separator characters (escape sequences, bidirectional
   * marks, CR, LF) replaced by {@code ?}, so that data can neither move the cursor nor forge a
   * line. Add line feeds of shippy's own text after cleaning.
   */
  public static String clean(String text) {
    return replace(text, ProblemText::isUnsafe, c -> "?");
  }

  /** The text with each unsafe character replaced by its escape, except line feeds. */
  public static String escape(String text, IntFunction<String> escape) {
    return replace(text, c -> c != '\n' && isUnsafe(c), escape);
  }

  /** {@code \u009b}, as JSON has it; two of them beyond the basic plane. */
  public static String jsonEscape(int c) {
    return Character.toString(c)
        .chars()
        .mapToObj(unit -> "\\u%04x".formatted(unit))
        .collect(Collectors.joining());
  }

  private static String replace(String text, IntPredicate unsafe, IntFunction<String> by) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (unsafe.test(c)) {
        out = out == null ? new StringBuilder(text.substring(0, i)) : out;
        out.append(by.apply(c));
      } else if (out != null) {
        out.appendCodePoint(c);
      }
      i += Character.charCount(c);
    }
    return out == null ? text : out.toString();
  }

  /** Whether {@link #clean} replaces this character. */
  public static boolean isUnsafe(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
