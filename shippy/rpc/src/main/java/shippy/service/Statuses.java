package shippy.service;

import static java.util.Objects.requireNonNull;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import shippy.problem.ProblemText;

/**
 * The errors a handler answers with, and the checks of input most handlers need. The text is fit
 * for a terminal and for HTTP/2 metadata: control characters are replaced and it is cut at 1 KiB.
 * Stateless.
 */
public final class Statuses {
  private static final int MAX_BYTES = 1024;
  private static final int MAX_QUOTED = 64;
  private static final int MAX_ID = 128;
  private static final String CUT = "...";

  private Statuses() {}

  /** An error with this code and text. */
  public static StatusRuntimeException of(Status.Code code, String text) {
    return requireNonNull(code, "code").toStatus().withDescription(fit(text)).asRuntimeException();
  }

  /** {@code INVALID_ARGUMENT} with the text {@code what: value (expected: expected)}. */
  public static StatusRuntimeException invalid(String what, Object value, String expected) {
    return of(
        Status.Code.INVALID_ARGUMENT, "%s: %s (expected: %s)".formatted(what, value, expected));
  }

  /**
   * The id if it is 1 to 128 visible ASCII characters.
   *
   * @throws StatusRuntimeException {@code INVALID_ARGUMENT} otherwise
   */
  public static String id(String what, String id) {
    boolean visible = !id.isEmpty() && id.length() <= MAX_ID;
    for (int i = 0; visible && i < id.length(); i++) {
      visible = id.charAt(i) > ' ' && id.charAt(i) < 0x7f;
    }
    if (!visible) {
      throw invalid(what, quote(id), "1 to %d visible ASCII characters".formatted(MAX_ID));
    }
    return id;
  }

  /**
   * The text if it has at most so many characters and no U+0000, which PostgreSQL cannot store.
   *
   * @throws StatusRuntimeException {@code INVALID_ARGUMENT} otherwise
   */
  public static String text(String what, String text, int maxLength) {
    if (text.length() > maxLength) {
      throw invalid(what, text.length() + " characters", "at most " + maxLength);
    }
    if (text.indexOf('\0') >= 0) {
      throw invalid(what, quote(text), "text without the character U+0000");
    }
    return text;
  }

  /** A status as text: its code, and its description if it has one. */
  public static String describe(Status status) {
    String description = status.getDescription();
    return description == null ? status.getCode().name() : status.getCode() + ": " + description;
  }

  /** Input for use in such a text: in quotes, cut at 64 characters. */
  public static String quote(String data) {
    return data.codePointCount(0, data.length()) <= MAX_QUOTED
        ? '"' + data + '"'
        : '"' + data.substring(0, data.offsetByCodePoints(0, MAX_QUOTED)) + CUT + '"';
  }

  /** The text, cleaned and short enough for a status. */
  public static String fit(String text) {
    String clean = ProblemText.clean(text);
    if (clean.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES) {
      return clean;
    }
    StringBuilder cut = new StringBuilder();
    int room = MAX_BYTES - CUT.length();
    for (int i = 0; i < clean.length(); i += Character.charCount(clean.codePointAt(i))) {
      int point = clean.codePointAt(i);
      room -= Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
      if (room < 0) {
        break;
      }
      cut.appendCodePoint(point);
    }
    return cut.append(CUT).toString();
  }
}
