package shippy.logging;

import shippy.problem.ProblemText;

/** JSON strings (RFC 8259). Stateless. */
final class JsonText {
  private static final String HEX = "0123456789abcdef";

  private JsonText() {}

  /** Adds {@code "name":"value"}, after a comma unless it is the object's first. */
  static void field(StringBuilder json, String name, String value) {
    json.append(json.charAt(json.length() - 1) == '{' ? "\"" : ",\"").append(name).append("\":");
    quote(json, value);
  }

  /**
   * Adds a string. Characters that must not reach a terminal are escaped too, so that a log can be
   * looked at; half surrogate pairs, which no UTF-8 can hold, become the replacement character.
   */
  static void quote(StringBuilder json, String value) {
    json.append('"');
    value.codePoints().forEach(c -> append(json, c));
    json.append('"');
  }

  private static void append(StringBuilder json, int c) {
    switch (c) {
      case '"' -> json.append("\\\"");
      case '\\' -> json.append("\\\\");
      case '\n' -> json.append("\\n");
      case '\r' -> json.append("\\r");
      case '\t' -> json.append("\\t");
      default -> appendOther(json, c);
    }
  }

  private static void appendOther(StringBuilder json, int c) {
    if (Character.getType(c) == Character.SURROGATE) {
      json.append("\\ufffd");
    } else if (ProblemText.isUnsafe(c)) {
      for (char unit : Character.toChars(c)) {
        escape(json, unit);
      }
    } else {
      json.appendCodePoint(c);
    }
  }

  private static void escape(StringBuilder json, char unit) {
    json.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      json.append(HEX.charAt((unit >> shift) & 0xf));
    }
  }
}
