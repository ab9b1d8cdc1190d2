package shippy.consignment.cli.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import shippy.console.DisplayWidth;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.problem.ProblemText;

/**
 * A text and its name; makes the errors that point into it.
 *
 * @param name the file
 * @param text its text
 */
record Document(String name, String text) {
  private static final int EXCERPT = 60;

  /**
   * Decodes strictly. A byte-order mark is skipped.
   *
   * @throws ProblemException for bytes that are not UTF-8 text, with their offset
   */
  static Document decode(Source source) {
    byte[] bytes = source.bytes();
    CharsetDecoder utf8 =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = utf8.decode(in, out, true);
    if (result.isError()) {
      throw binary(source, bytes, in.position());
    }
    String text = out.flip().toString();
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      throw binary(source, bytes, text.substring(0, nul).getBytes(UTF_8).length);
    }
    return new Document(source.name(), text.startsWith("\ufeff") ? text.substring(1) : text);
  }

  private static ProblemException binary(Source source, byte[] bytes, int offset) {
    Problem problem =
        Problem.of(
            ExitCode.BAD_INPUT,
            "%s: not UTF-8 text: byte 0x%02x at offset %d"
                .formatted(source.name(), bytes[offset], offset));
    boolean utf16 = bytes.length > 1 && Math.abs(bytes[0] - bytes[1]) == 1 && bytes[0] < 0;
    return problem
        .withLikely(utf16 ? "saved as UTF-16" : "a binary file, or text in another encoding")
        .toException();
  }

  /** {@code file:line:column: what}, with the line and a mark under the place. */
  ProblemException error(Span at, String what) {
    return error(at, what, "");
  }

  /** The same with a remark beside the mark. */
  ProblemException error(Span at, String what, String remark) {
    int start = lineStart(at.start());
    int end = lineEnd(at.start());
    int line = lineNumber(start);
    int column = text.codePointCount(start, at.start()) + 1;
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
    return ProblemText.clean(text.substring(from, to).replace('\t', ' '));
  }

  private int lineStart(int offset) {
    int at = offset;
    while (at > 0 && !endsLine(at - 1)) {
      at--;
    }
    return at;
  }

  private int lineEnd(int offset) {
    int at = offset;
    while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
      at++;
    }
    return at;
  }

  private int lineNumber(int lineStart) {
    int line = 1;
    for (int i = 0; i < lineStart; i++) {
      line += endsLine(i) ? 1 : 0;
    }
    return line;
  }

  /** LF, CR LF and CR alone. */
  private boolean endsLine(int at) {
    char c = text.charAt(at);
    boolean crLf = c == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n';
    return c == '\n' || (c == '\r' && !crLf);
  }
}
