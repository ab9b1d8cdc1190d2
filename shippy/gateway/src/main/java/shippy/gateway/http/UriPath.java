package shippy.gateway.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import shippy.problem.ProblemText;

/** Reads what stands percent-encoded in a URI. Stateless. */
public final class UriPath {
  private UriPath() {}

  /**
   * The decoded segments of a raw path; empty ones count for nothing, as in Go's {@code
   * path.Clean}. Dot segments and encoded slashes are refused, since others may take them for
   * another path than we.
   */
  public static List<String> segments(String rawPath) {
    List<String> segments = new ArrayList<>();
    for (String raw : rawPath.split("/", -1)) {
      if (!raw.isEmpty()) {
        segments.add(checked(decode(raw, "path"), raw));
      }
    }
    return segments;
  }

  private static String checked(String segment, String raw) {
    boolean refused =
        segment.equals(".")
            || segment.equals("..")
            || segment.indexOf('/') >= 0
            || segment.indexOf('\\') >= 0
            || segment.codePoints().anyMatch(ProblemText::isUnsafe);
    if (refused) {
      throw HttpFault.of(
          400,
          "path: \"%s\" (expected: no dot segments, encoded slashes, backslashes or control characters)"
              .formatted(raw));
    }
    return segment;
  }

  /** Percent-decoded UTF-8; a plus stays one. */
  static String decode(String raw, String what) {
    if (raw.indexOf('%') < 0) {
      return raw;
    }
    ByteBuffer bytes = ByteBuffer.allocate(raw.length() * 3);
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == '%') {
        bytes.put((byte) octet(raw, i, what));
        i += 2;
      } else {
        int c = raw.codePointAt(i);
        bytes.put(Character.toString(c).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(c) - 1;
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw HttpFault.of(400, "%s: \"%s\" (expected: UTF-8)".formatted(what, raw));
    }
  }

  private static int octet(String raw, int at, String what) {
    int high = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 1), 16) : -1;
    int low = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 2), 16) : -1;
    if (high < 0 || low < 0) {
      throw HttpFault.of(
          400, "%s: \"%s\" (expected: %% and two hexadecimal digits)".formatted(what, raw));
    }
    return high * 16 + low;
  }
}
