package shippy.demo;

/** Colours a text, or leaves it as it is. */
enum AnsiColours {
  NONE,
  COLOUR;

  static AnsiColours of(boolean colour) {
    return colour ? COLOUR : NONE;
  }

  String bold(String text) {
    return in("1", text);
  }

  String dim(String text) {
    return in("2", text);
  }

  String red(String text) {
    return in("31", text);
  }

  String green(String text) {
    return in("32", text);
  }

  String yellow(String text) {
    return in("33", text);
  }

  String cyan(String text) {
    return in("36", text);
  }

  private String in(String code, String text) {
    return this == NONE || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
