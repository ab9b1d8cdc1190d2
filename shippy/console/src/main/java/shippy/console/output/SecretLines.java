package shippy.console.output;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import shippy.config.Secrets;

/**
 * Keeps secrets in the text of settings off the screen, whatever its format and even if it is
 * malformed: all is hidden from a key that is named like a secret up to the line of the next key.
 */
public final class SecretLines {
  /** A key that is named like a secret, but not one that names a file; and what follows it. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?is)(.*?(?:passw(?:or)?d|passphrase|pwd|secret|token|credential|(?:private|api)[_.-]?key)"
              + "(?![\\w.-]*[_.-]file(?![\\w.-]))[\\w.-]*[\"']?\\s*[:=]?\\s*)(.*)");

  private static final Pattern KEY = Pattern.compile("\\s*[\"']?[\\w./-]+[\"']?\\s*[:=](?!=).*");
  private static final Pattern TABLE = Pattern.compile("\\s*\\[+[a-zA-Z][\\w. -]*]+\\s*(#.*)?");
  private static final Pattern BRACKETS = Pattern.compile("[\\s\\[\\]{}(),]*");

  private boolean hides;
  private boolean inTable;
  private int indent;
  private int openBrackets;
  private String openQuote = "";
  private boolean continues;

  private SecretLines() {}

  /** The same lines with {@link Secrets#HIDDEN} in place of secrets. */
  public static String mask(String text) {
    SecretLines lines = new SecretLines();
    return List.of(text.split("(?<=\n)")).stream()
        .map(
            line ->
                lines.shown(line.stripTrailing()) + line.substring(line.stripTrailing().length()))
        .collect(Collectors.joining());
  }

  private String shown(String line) {
    if (hides && !isNext(line)) {
      read(line);
      return BRACKETS.matcher(line).matches()
          ? line
          : line.substring(0, indent(line)) + Secrets.HIDDEN;
    }
    Matcher secret = SECRET.matcher(line);
    hides = secret.matches();
    if (!hides) {
      return Secrets.mask(line);
    }
    inTable = TABLE.matcher(line).matches();
    indent = indent(line);
    openBrackets = 0;
    openQuote = "";
    read(secret.group(2));
    boolean blank = secret.group(2).isEmpty();
    return Secrets.mask(secret.group(1)) + (blank ? "" : Secrets.HIDDEN);
  }

  /** Whether the line begins another key, on the level of the secret or above. */
  private boolean isNext(String line) {
    return openBrackets == 0
        && openQuote.isEmpty()
        && !continues
        && indent(line) <= indent
        && (TABLE.matcher(line).matches() || (!inTable && KEY.matcher(line).matches()));
  }

  /** Notes what is still open at the end of a line of a secret. */
  private void read(String line) {
    continues = line.endsWith("\\");
    String bare = line.replaceAll("\\\\.", "");
    if (!openQuote.isEmpty()) {
      int end = bare.replace(openQuote.repeat(2), "").indexOf(openQuote);
      openQuote = end < 0 ? openQuote : "";
      return;
    }
    bare = bare.replaceAll("\"[^\"]*\"|'[^']*'", "");
    openQuote = bare.contains("\"") ? "\"" : bare.contains("'") ? "'" : "";
    openBrackets += (int) bare.chars().filter(c -> c == '[' || c == '{').count();
    openBrackets -= (int) bare.chars().filter(c -> c == ']' || c == '}').count();
    openBrackets = Math.max(0, openBrackets);
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }
}
