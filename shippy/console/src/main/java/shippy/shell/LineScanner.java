package shippy.shell;

import java.util.ArrayList;
import java.util.List;
import shippy.shell.Line.Word;

/** Splits a text. One use. */
final class LineScanner {
  private final String text;
  private final List<Line> lines = new ArrayList<>();
  private final List<Word> words = new ArrayList<>();
  private int at;
  private String missing = "";

  LineScanner(String text) {
    this.text = text;
  }

  List<Line> lines() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n') {
        endLine();
        at++;
      } else if (c == '#') {
        skipComment();
      } else if (text.startsWith("\\\n", at)) {
        at += 2;
      } else if (isBlank(c)) {
        at++;
      } else {
        words.add(c == '{' || c == '[' ? json() : word());
      }
    }
    endLine();
    return lines;
  }

  private void endLine() {
    lines.add(new Line(words, missing));
    words.clear();
  }

  private void skipComment() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end;
  }

  private Word word() {
    int start = at;
    StringBuilder word = new StringBuilder();
    while (at < text.length() && !isBlank(text.charAt(at)) && text.charAt(at) != '\n') {
      char c = text.charAt(at++);
      switch (c) {
        case '\'' -> quoted(word, '\'');
        case '"' -> quoted(word, '"');
        case '\\' -> escaped(word);
        default -> word.append(c);
      }
    }
    return new Word(word.toString(), start, at, false);
  }

  private void quoted(StringBuilder word, char quote) {
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at++);
      boolean escape = quote == '"' && c == '\\' && at < text.length();
      if (escape && "\"\\".indexOf(text.charAt(at)) >= 0) {
        word.append(text.charAt(at++));
      } else {
        word.append(c);
      }
    }
    if (at == text.length()) {
      missing = String.valueOf(quote);
    }
    at = Math.min(at + 1, text.length());
  }

  private void escaped(StringBuilder word) {
    if (at == text.length()) {
      missing = "a character after \\";
    } else if (text.charAt(at) == '\n') {
      at++;
    } else {
      word.append(text.charAt(at++));
    }
  }

  /** Up to the bracket that closes the first one; brackets in strings do not count. */
  private Word json() {
    int start = at;
    StringBuilder open = new StringBuilder();
    do {
      char c = text.charAt(at++);
      switch (c) {
        case '{' -> open.append('}');
        case '[' -> open.append(']');
        case '}', ']' -> open.setLength(Math.max(0, open.length() - 1));
        case '"' -> skipString();
        default -> {}
      }
    } while (at < text.length() && !open.isEmpty());
    if (!open.isEmpty() && missing.isEmpty()) {
      missing = open.substring(open.length() - 1);
    }
    return new Word(text.substring(start, at), start, at, true);
  }

  private void skipString() {
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= text.length()) {
      missing = "\"";
    }
    at = Math.min(at + 1, text.length());
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
  }
}
