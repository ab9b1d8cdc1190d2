package shippy.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import shippy.problem.ProblemText;

/**
 * The target of a request line (RFC 9112 §3.2). Path and query are percent-encoded; octets that a
 * URI must not contain, such as {@code |} or those of UTF-8, are encoded while it is read.
 *
 * @param authority of a request to a proxy; otherwise empty
 * @param path begins with a slash; empty if the server as a whole is meant
 * @param query without its question mark
 */
public record RequestTarget(Optional<String> authority, String path, Optional<String> query) {
  private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://([^/?#]+)([^#]*)");
  private static final String HEX = "0123456789ABCDEF";
  private static final String ENCODED = "\"<>\\^`{|}";

  /** Reads a target, each character of which is an octet. Refuses what is no target. */
  static RequestTarget parse(String raw) {
    if (raw.length() > Limits.URI_CHARACTERS) {
      throw tooLong();
    }
    if (raw.equals("*")) {
      return new RequestTarget(Optional.empty(), "", Optional.empty());
    }
    Matcher absolute = ABSOLUTE.matcher(raw);
    if (absolute.matches()) {
      String rest = absolute.group(2);
      return of(Optional.of(absolute.group(1)), rest.startsWith("/") ? rest : "/" + rest);
    }
    if (!raw.startsWith("/") || raw.startsWith("//") || raw.indexOf('#') >= 0) {
      throw HttpFault.of(
          400,
          "path: \"%s\" (expected: one slash at its beginning, no fragment)"
              .formatted(encode(raw, "")));
    }
    return of(Optional.empty(), raw);
  }

  private static RequestTarget of(Optional<String> authority, String raw) {
    int mark = raw.indexOf('?');
    String path = encode(mark < 0 ? raw : raw.substring(0, mark), "[]");
    return new RequestTarget(
        authority,
        path,
        mark < 0 ? Optional.empty() : Optional.of(encode(raw.substring(mark + 1), "")));
  }

  private static String encode(String raw, String more) {
    if (raw.chars().noneMatch(c -> isEncoded(c, more))) {
      return raw;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (isEncoded(c, more)) {
        out.append('%').append(HEX.charAt(c >> 4 & 15)).append(HEX.charAt(c & 15));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static boolean isEncoded(int c, String more) {
    return c <= ' ' || c >= 0x7f || ENCODED.indexOf(c) >= 0 || more.indexOf(c) >= 0;
  }

  static HttpFault tooLong() {
    return HttpFault.of(
        414, "URI: too long (expected: at most %d characters)".formatted(Limits.URI_CHARACTERS));
  }

  /** Path and query as they are sent on. */
  @Override
  public String toString() {
    return path + query.map(text -> "?" + text).orElse("");
  }

  /**
   * The decoded segments of a path, without empty ones, as in Go's {@code path.Clean}. Dot segments
   * and encoded slashes are refused, since other programs may read them as another path.
   */
  public static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    for (String raw : path.split("/", -1)) {
      if (!raw.isEmpty()) {
        segments.add(checked(decode(raw, "path"), raw));
      }
    }
    return segments;
  }

  /**
   * The segments as they came, percent-encoded, without empty ones. Encoded slashes are allowed,
   * since a value in a path may have them.
   */
  static List<String> rawSegments(String path) {
    List<String> segments = Stream.of(path.split("/", -1)).filter(raw -> !raw.isEmpty()).toList();
    for (String raw : segments) {
      Stream.of(decode(raw, "path").split("/", -1)).forEach(part -> checked(part, raw));
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

  /** Decodes percent-encoded UTF-8; a plus stays a plus. */
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
        bytes.put(Character.toString(c).getBytes(UTF_8));
        i += Character.charCount(c) - 1;
      }
    }
    try {
      return UTF_8.newDecoder().decode(bytes.flip()).toString();
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
