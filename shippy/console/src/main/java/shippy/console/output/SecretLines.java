package shippy.console.output;

import java.util.regex.Pattern;
import shippy.config.Secrets;

/** Keeps secrets in the text of settings off the screen. Stateless. */
public final class SecretLines {
  /** A key that is named like a secret, and its value; but not one that names a file. */
  private static final Pattern VALUE =
      Pattern.compile(
          "(?i)([\\w.-]*(?:password|passwd|passphrase|secret|token)(?![\\w.-]*file)[\\w.-]*[\"']?"
              + "\\s*[:=]\\s*)(\"[^\"\n]*\"?|'[^'\n]*'?|[^\\s,}][^\n,}]*)");

  private SecretLines() {}

  /** The same lines with {@link Secrets#HIDDEN} in place of secrets. */
  public static String mask(String lines) {
    return VALUE.matcher(Secrets.mask(lines)).replaceAll("$1" + Secrets.HIDDEN);
  }
}
