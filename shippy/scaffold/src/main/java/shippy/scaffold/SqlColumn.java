package shippy.scaffold;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column of a table.
 *
 * @param length the most characters of a text
 * @param specs what follows the type: {@code NOT NULL}, a {@code CHECK} and the like
 */
record SqlColumn(
    String name,
    SqlType type,
    String schemaType,
    int length,
    boolean nullable,
    List<String> specs) {
  private static final Pattern LEAST =
      Pattern.compile("(?i)check \\(\\w+ (>=|>|between|in \\(|=) ?\\(?('[^']*'|-?\\d+)");

  SqlColumn {
    specs = List.copyOf(specs);
  }

  /** A line of {@code CREATE TABLE}. */
  String definition() {
    return (name + " " + schemaType + " " + String.join(" ", specs)).strip();
  }

  String field() {
    return ProjectNames.field(ProjectNames.type(name));
  }

  /** Java that makes of the row's value what a statement takes. */
  String value(String row) {
    return switch (type) {
      case TIME -> nullable ? "timestamp(%s)".formatted(row) : "Timestamp.from(%s)".formatted(row);
      case BYTES -> nullable ? "array(%s)".formatted(row) : row + ".toByteArray()";
      case INT, LONG, BOOL, DOUBLE, TEXT -> row;
    };
  }

  /** Java that reads it from a result. */
  String read() {
    String got = "row.get%s(\"%s\")".formatted(type.getter, name);
    return switch (type) {
      case TIME -> nullable ? "instant(%s)".formatted(got) : got + ".toInstant()";
      case BYTES ->
          nullable ? "bytes(%s)".formatted(got) : "ByteString.copyFrom(%s)".formatted(got);
      case INT, LONG, BOOL, DOUBLE, TEXT -> nullable ? "orNull(row, %s)".formatted(got) : got;
    };
  }

  String toMessage() {
    String value = "row.%s()".formatted(field());
    return type == SqlType.TIME ? "timestamp(%s)".formatted(value) : value;
  }

  String fromMessage() {
    String accessor = ProjectNames.accessor(name);
    String got = "message.get%s()".formatted(accessor);
    String checked =
        switch (type) {
          case TEXT -> "Statuses.text(\"%s\", %s, %d)".formatted(name, got, length);
          case TIME -> "instant(\"%s\", message.has%s(), %s)".formatted(name, accessor, got);
          case INT, LONG, BOOL, DOUBLE, BYTES -> got;
        };
    return nullable ? "message.has%s() ? %s : null".formatted(accessor, checked) : checked;
  }

  /** Java of a value for tests: the first that a CHECK of this column seems to allow. */
  String sample() {
    Matcher least = LEAST.matcher(String.join(" ", specs));
    boolean found = least.find();
    String bound = found ? least.group(2) : type == SqlType.TEXT ? "'sample'" : "1";
    boolean text = bound.startsWith("'");
    long number = text ? 1 : Long.parseLong(bound) + (found && least.group(1).equals(">") ? 1 : 0);
    String word = text ? bound.substring(1, bound.length() - 1) : "sample";
    return switch (type) {
      case INT -> String.valueOf(number);
      case LONG -> number + "L";
      case DOUBLE -> number + ".5";
      case BOOL -> "true";
      case TEXT -> "\"" + word.substring(0, Math.min(word.length(), length)) + "\"";
      case TIME -> "Timestamp.newBuilder().setSeconds(1_700_000_000).build()";
      case BYTES -> "ByteString.copyFromUtf8(\"sample\")";
    };
  }
}
