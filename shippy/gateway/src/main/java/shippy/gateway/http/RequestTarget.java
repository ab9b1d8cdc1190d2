package shippy.gateway.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request line asks for (RFC 9112 §3.2). Path and query are percent-encoded: octets that may
 * not stand in a URI by themselves, such as {@code |} or those of UTF-8, are encoded here.
 *
 * @param authority of a request to a proxy; otherwise empty
 * @param path begins with a slash; empty if the server as a whole is meant
 * @param query without its question mark
 */
record RequestTarget(Optional<String> authority, String path, Optional<String> query) {
  private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://([^/?#]+)([^#]*)");
  private static final String HEX = "0123456789ABCDEF";
  private static final String ENCODED = "\"<>\\^`{|}";

  /** Reads a target whose characters are octets; one that is none is refused. */
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
}
