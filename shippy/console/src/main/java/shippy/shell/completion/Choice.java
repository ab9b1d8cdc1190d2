package shippy.shell.completion;

import static java.util.Objects.requireNonNull;

/**
 * Something that may be typed at a place.
 *
 * @param value the whole word
 * @param shown what a list of choices shows
 * @param description what it is, in a few words; may be empty
 * @param group the heading that it is listed under
 * @param whole whether it completes the word
 */
public record Choice(String value, String shown, String description, String group, boolean whole) {
  public Choice {
    requireNonNull(value, "value");
    requireNonNull(shown, "shown");
    requireNonNull(description, "description");
    requireNonNull(group, "group");
  }

  /** A complete word. */
  public static Choice of(String value, String description, String group) {
    return new Choice(value, value, description, group, true);
  }

  /** The start of a word. */
  static Choice start(String value, String description, String group) {
    return new Choice(value, value, description, group, false);
  }

  /** The same after a beginning of the word that is typed already. */
  Choice behind(String prefix) {
    return new Choice(prefix + value, shown, description, group, whole);
  }
}
