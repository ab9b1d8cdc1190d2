package shippy.shell;

import java.util.List;

/**
 * One command as it was typed. Immutable.
 *
 * @param words its words; none on an empty line or a comment
 * @param missing what has to follow before it can run: a quote, a bracket, or nothing
 */
public record Line(List<Word> words, String missing) {
  /**
   * One word.
   *
   * @param text without quotes; JSON as it was typed
   * @param start where it starts in the text typed
   * @param end where it ends there
   * @param json whether it is a JSON object or array without quotes around it
   */
  public record Word(String text, int start, int end, boolean json) {}

  public Line {
    words = List.copyOf(words);
  }

  /**
   * Splits text into commands, one a line, and each into words as a POSIX shell does: quotes of
   * both kinds, backslashes, comments. In addition, an unquoted bracket or brace at the start of a
   * word begins JSON that ends with the one that closes it, on the same line or a later one. The
   * last command may be empty or incomplete.
   */
  public static List<Line> parse(String text) {
    return new LineScanner(text).lines();
  }

  /** Whether it can run as it is. */
  public boolean complete() {
    return missing.isEmpty();
  }

  /** The texts of the words. */
  List<String> texts() {
    return words.stream().map(Word::text).toList();
  }

  /** The text as one word, in quotes if it needs them. */
  public static String quote(String text) {
    boolean plain = text.matches("[\\p{L}\\p{N}_@%+=:,./^~*?-]+");
    return plain ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
