package shippy.consignment.cli.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import shippy.console.output.DisplayWidth;
import shippy.json.TextErrors;
import shippy.json.TextRange;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.problem.ProblemText;

/** A JSON text, and the file it came from, into which its errors point. One thread. */
final class Document implements TextErrors {
  private static final int EXCERPT = 60;
  private static final Pattern LINE_END = Pattern.compile("\r\n|[\r\n]");

  private final String name;
  private final String text;
  private final String written;
  private final IntUnaryOperator places;
  private final int firstLine;
  private int[] lineStarts = {};

  private Document(
      String name, String text, String written, IntUnaryOperator places, int firstLine) {
    this.name = name;
    this.text = text;
    this.written = written;
    this.places = places;
    this.firstLine = firstLine;
  }

  /**
   * Decodes strictly. A byte-order mark is skipped.
   *
   * @param line the number of its first line in the file
   * @throws ProblemException for bytes that are not UTF-8 text, with their offset
   */
  static Document decode(String name, byte[] bytes, int line) {
    CharBuffer out = CharBuffer.allocate(bytes.length);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CoderResult result = UTF_8.newDecoder().decode(in, out, true);
    String where = line == 1 ? name : name + ":" + line;
    if (result.isError()) {
      throw binary(where, bytes, in.position());
    }
    String text = out.flip().toString();
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      throw binary(where, bytes, text.substring(0, nul).getBytes(UTF_8).length);
    }
    String plain = text.startsWith("\ufeff") ? text.substring(1) : text;
    return new Document(name, plain, plain, IntUnaryOperator.identity(), line);
  }

  /** The JSON that this text was turned into; the function maps its places to places here. */
  Document as(String json, IntUnaryOperator placesHere) {
    return new Document(name, json, written, placesHere, firstLine);
  }

  String name() {
    return name;
  }

  /** The JSON. */
  String text() {
    return text;
  }

  private static ProblemException binary(String name, byte[] bytes, int offset) {
    Problem problem =
        Problem.of(
            ExitCode.BAD_INPUT,
            "%s: not UTF-8 text: byte 0x%02x at offset %d".formatted(name, bytes[offset], offset));
    boolean utf16 = bytes.length > 1 && Math.abs(bytes[0] - bytes[1]) == 1 && bytes[0] < 0;
    return problem
        .withLikely(utf16 ? "saved as UTF-16" : "a binary file, or text in another encoding")
        .toException();
  }

  /** {@code file:line} of a place in the JSON. */
  String line(int offset) {
    return name + ":" + lineNumber(places.applyAsInt(offset));
  }

  ProblemException error(TextRange at, String what) {
    return error(at, what, "");
  }

  /** {@code file:line:column: what}, with the line and a remark beside a mark under the place. */
  @Override
  public ProblemException error(TextRange json, String what, String remark) {
    TextRange at = new TextRange(places.applyAsInt(json.start()), places.applyAsInt(json.end()));
    int line = lineNumber(at.start());
    int start = lineStarts()[line - firstLine];
    int end = lineEnd(at.start());
    int column = written.codePointCount(start, at.start()) + 1;
    int from = Math.max(start, at.start() - EXCERPT);
    int to = Math.min(end, at.start() + EXCERPT);
    String before = (from > start ? "…" : "") + shown(from, at.start());
    String after = shown(at.start(), to) + (to < end ? "…" : "");
    int marked = Math.max(1, DisplayWidth.of(shown(at.start(), Math.min(at.end(), to))));
    String margin = " ".repeat(String.valueOf(line).length());
    String mark =
        " ".repeat(DisplayWidth.of(before)) + "^".repeat(marked) + (remark.isEmpty() ? "" : " ");
    return Problem.of(ExitCode.BAD_INPUT, "%s:%d:%d: %s".formatted(name, line, column, what))
        .withFact("  %d | %s".formatted(line, before + after).stripTrailing())
        .withFact("  %s | %s".formatted(margin, mark + remark))
        .toException();
  }

  /** One column per tab, so that the mark stands under its place. */
  private String shown(int from, int to) {
    return ProblemText.clean(written.substring(from, Math.max(from, to)).replace('\t', ' '));
  }

  private int lineEnd(int offset) {
    Matcher end = LINE_END.matcher(written);
    return end.find(offset) ? end.start() : written.length();
  }

  private int lineNumber(int offset) {
    int at = Arrays.binarySearch(lineStarts(), offset);
    return (at >= 0 ? at : -at - 2) + firstLine;
  }

  private int[] lineStarts() {
    if (lineStarts.length == 0) {
      lineStarts =
          IntStream.concat(
                  IntStream.of(0), LINE_END.matcher(written).results().mapToInt(MatchResult::end))
              .toArray();
    }
    return lineStarts;
  }
}
