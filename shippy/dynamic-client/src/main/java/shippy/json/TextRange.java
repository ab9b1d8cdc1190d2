package shippy.json;

/**
 * A piece of a text.
 *
 * @param start offset of its first character
 * @param end offset behind its last
 */
public record TextRange(int start, int end) {
  /** The token that starts there: a string, or a run of letters, digits and signs, or one sign. */
  public static TextRange token(String text, int start) {
    int at = Math.min(Math.max(start, 0), text.length());
    if (at < text.length() && text.charAt(at) == '"') {
      return new TextRange(at, stringEnd(text, at + 1));
    }
    int end = at;
    while (end < text.length() && isWord(text.charAt(end))) {
      end++;
    }
    return new TextRange(at, Math.max(end, Math.min(at + 1, text.length())));
  }

  /** The word that ends there or encloses the place. */
  static TextRange wordAround(String text, int place) {
    int at = Math.min(Math.max(place, 0), text.length());
    while (at > 0 && isWord(text.charAt(at - 1))) {
      at--;
    }
    return token(text, at);
  }

  public String of(String text) {
    return text.substring(start, end);
  }

  private static int stringEnd(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\n') {
        return c == '"' ? i + 1 : i;
      }
      i += c == '\\' ? 1 : 0;
    }
    return text.length();
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || "+-._".indexOf(c) >= 0;
  }
}
