package shippy.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import shippy.problem.ProblemException;

/** Translates errors of the JSON parser into words of the user. Stateless. */
public final class SyntaxError {
  private static final int MAX_SHOWN = 40;

  /** Phrases of errors that the parser finds inside or behind a word. */
  private static final List<String> INSIDE_WORD =
      List.of("Non-standard token", "Leading zeroes", "plus signs");

  /** What was expected, by a phrase of the parser; the first phrase that occurs counts. */
  private static final Map<String, String> EXPECTED = new LinkedHashMap<>();

  static {
    EXPECTED.put("to start field name", "a field name in double quotes");
    EXPECTED.put("a colon to separate", "a colon");
    EXPECTED.put("comma to separate Object", "a comma or }");
    EXPECTED.put("comma to separate Array", "a comma or ]");
    EXPECTED.put("comment", "JSON, which has no comments");
    EXPECTED.put("Leading zeroes", "a number without leading zeros");
    EXPECTED.put("plus signs", "a number without plus sign");
    EXPECTED.put("in numeric value", "a digit");
    EXPECTED.put("unquoted character", "control characters and line breaks as \\n, \\t or \\u…");
    EXPECTED.put("hex-digit", "four hexadecimal digits after \\u");
    EXPECTED.put("character escape", "one of \" \\ / b f n r t u after a backslash");
    EXPECTED.put("no open", "nothing to close here");
    EXPECTED.put("expected '}'", "}");
    EXPECTED.put("expected ']'", "]");
    EXPECTED.put("valid value", "a JSON value");
    EXPECTED.put("expected a value", "a JSON value");
    EXPECTED.put("token", "a JSON value");
  }

  private SyntaxError() {}

  static ProblemException explain(JsonCursor json, JsonProcessingException e) {
    String text = json.text();
    boolean located = e.getLocation() != null && e.getLocation().getCharOffset() >= 0;
    int place = located ? json.place(e.getLocation()) : json.here().start();
    if (e instanceof StreamConstraintsException) {
      return json.error(TextRange.token(text, place), "too long or too deeply nested", "");
    }
    if (e instanceof JsonEOFException || place >= text.length()) {
      TextRange end = new TextRange(text.length(), text.length());
      return json.error(end, "the JSON ends too early", "is the file cut off?");
    }
    String said = e.getOriginalMessage();
    boolean insideWord = INSIDE_WORD.stream().anyMatch(said::contains);
    TextRange at = insideWord ? TextRange.wordAround(text, place) : TextRange.token(text, place);
    String what = "unexpected %s (expected: %s)".formatted(shown(at.of(text)), expected(said));
    return json.error(at, what, followsComma(text, at) ? "remove the comma before it" : "");
  }

  /** The token, shortened, in quotes if it has none of its own. */
  public static String shown(String token) {
    String text = token.length() > MAX_SHOWN ? token.substring(0, MAX_SHOWN) + "…" : token;
    return text.isBlank() ? "line break or blank" : text.startsWith("\"") ? text : "'" + text + "'";
  }

  private static String expected(String said) {
    return EXPECTED.entrySet().stream()
        .filter(known -> said.contains(known.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("well-formed JSON");
  }

  private static boolean followsComma(String text, TextRange at) {
    String token = at.of(text);
    return (token.equals("}") || token.equals("]"))
        && text.substring(0, at.start()).stripTrailing().endsWith(",");
  }
}
