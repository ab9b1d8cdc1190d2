package shippy.config;

import java.util.regex.Pattern;

/** Keeps the secrets that a URL may hold out of messages and logs. Stateless. */
public final class Secrets {
  /** What is shown in place of a secret. */
  public static final String HIDDEN = "***";

  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?i)([?&;][^=?&;\\s]*(?:password|passwd|pwd|passphrase|secret|token)[^=?&;\\s]*=)"
              + "[^&;\\s\"]+");

  /** A password may hold any character, even those that should be escaped there. */
  private static final Pattern USER = Pattern.compile("(//[^/@:?\\s]*:)[^?\\s]+(?=@)");

  private Secrets() {}

  /**
   * The text with each password of a user and each parameter that is named like a secret hidden.
   */
  public static String mask(String text) {
    String users = USER.matcher(text).replaceAll("$1" + HIDDEN);
    return PARAMETER.matcher(users).replaceAll("$1" + HIDDEN);
  }

  /** Whether there is something to hide. */
  public static boolean in(String text) {
    return !mask(text).equals(text);
  }
}
