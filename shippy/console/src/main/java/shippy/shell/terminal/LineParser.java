package shippy.shell.terminal;

import java.util.List;
import java.util.stream.Stream;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import shippy.shell.Line;

/** Lets JLine parse lines as {@link Line} does. Stateless. */
final class LineParser implements Parser {
  @Override
  public ParsedLine parse(String text, int cursor, ParseContext context) {
    List<Line> all = Line.parse(text);
    Line last = all.get(all.size() - 1);
    if (context == ParseContext.ACCEPT_LINE && !last.complete()) {
      throw new EOFError(-1, -1, "incomplete", last.missing());
    }
    return typed(text, cursor);
  }

  /** The whole text as one word, which is always complete. */
  static ParsedLine asIs(String text, int cursor) {
    return new Typed(text, cursor, List.of(), new Line.Word(text, 0, text.length(), false));
  }

  /** The words before the cursor: those after it do not matter for completion. */
  private static Typed typed(String text, int cursor) {
    List<Line> lines = Line.parse(text.substring(0, cursor));
    List<Line.Word> words = lines.get(lines.size() - 1).words();
    boolean begun = !words.isEmpty() && words.get(words.size() - 1).end() == cursor;
    List<String> before =
        words.subList(0, words.size() - (begun ? 1 : 0)).stream().map(Line.Word::text).toList();
    Line.Word word = begun ? words.get(words.size() - 1) : new Line.Word("", cursor, cursor, false);
    return new Typed(text, cursor, before, word);
  }

  /**
   * A line up to the cursor.
   *
   * @param before the words before the one at the cursor
   * @param at the word that ends at the cursor; may be empty
   */
  record Typed(String line, int cursor, List<String> before, Line.Word at)
      implements CompletingParsedLine {
    @Override
    public String word() {
      return at.text();
    }

    @Override
    public int wordCursor() {
      return at.text().length();
    }

    @Override
    public int wordIndex() {
      return before.size();
    }

    @Override
    public List<String> words() {
      return Stream.concat(before.stream(), Stream.of(at.text())).toList();
    }

    /** For the typed word, the text as it stands in the line: JLine removes as much. */
    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      String word = candidate.toString();
      boolean typed = !complete && word.equals(at.text());
      return typed ? line.substring(at.start(), at.end()) : Line.quote(word);
    }

    @Override
    public int rawWordCursor() {
      return at.end() - at.start();
    }

    @Override
    public int rawWordLength() {
      return at.end() - at.start();
    }
  }
}
