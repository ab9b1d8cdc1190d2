package shippy.scaffold;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column of a table.
 *
 * @param size the most characters of a text, or digits of a decimal number; 0 if it has no limit
 * @param scale the digits of a decimal number after its point
 * @param specs what follows the type: {@code NOT NULL}, a {@code CHECK} and the like
 */
record SqlColumn(
    String name,
    SqlType type,
    int size,
    int scale,
    boolean key,
    boolean nullable,
    List<String> specs) {
  private static final int MAX_TEXT = 65_536;

  /** SQLite keeps numbers of so many decimal digits, and longer ones only as text. */
  private static final int MAX_SQLITE_DIGITS = 15;

  private static final Pattern LEAST =
      Pattern.compile("(?i)check \\(\\w+ (>=|>|between|in \\(|=) ?\\(?('[^']*'|-?\\d+)");

  private static final String NUMBER = "-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?";
  private static final String LITERAL = "('(?:[^']|'')*'|" + NUMBER + "|true|false)";

  /** Nothing that only begins with a literal, such as 1 + 1. */
  private static final Pattern DEFAULT =
      Pattern.compile(
          "(?i)\\bdefault (?:\\( ?%1$s ?\\)|%1$s(?![\\w.]| ?[-+*/%%|]))".formatted(LITERAL));

  SqlColumn {
    specs = List.copyOf(specs);
  }

  /** A line of {@code CREATE TABLE}. */
  String definition() {
    return (name + " " + schemaType() + " " + String.join(" ", specs)).strip();
  }

  /** Its type in a schema for both databases. */
  private String schemaType() {
    return switch (type) {
      case LONG -> "BIGINT";
      case INT -> "INTEGER";
      case BOOL, DATE, TIME, UUID -> type.name().replace("BOOL", "BOOLEAN");
      case DOUBLE -> "DOUBLE PRECISION";
      case DECIMAL -> isLongDecimal() ? "{decimal}" + digits() : "NUMERIC" + digits();
      case TEXT -> key ? "{id}" : size > 0 ? "VARCHAR(%d)".formatted(size) : "TEXT";
      case TIMESTAMP -> "TIMESTAMPTZ"; // else it depends on the time zone of the service
      case BYTES -> "{bytes}";
    };
  }

  /** For the proto file, which has it as text. */
  String comment() {
    return "%s%s, as in %s.".formatted(type, type == SqlType.DECIMAL ? digits() : "", sample());
  }

  private String digits() {
    return size > 0 ? "(%d, %d)".formatted(size, scale) : "";
  }

  /** Whether SQLite keeps it as text, and compares it as text. */
  boolean isLongDecimal() {
    return type == SqlType.DECIMAL && (size == 0 || size > MAX_SQLITE_DIGITS);
  }

  String field() {
    return ProjectNames.field(ProjectNames.type(name));
  }

  /** Java that makes of the row's value what a statement takes. */
  String value(String row) {
    return switch (type) {
      case TIMESTAMP ->
          nullable ? "timestamp(%s)".formatted(row) : "Timestamp.from(%s)".formatted(row);
      case BYTES -> nullable ? "array(%s)".formatted(row) : row + ".toByteArray()";
      case INT, LONG, BOOL, DOUBLE, TEXT, DECIMAL, DATE, TIME, UUID -> row;
    };
  }

  /** Java that reads it from a result. */
  String read() {
    String got = "row.get%s(\"%s\")".formatted(type.getter, name);
    return switch (type) {
      case TIMESTAMP -> nullable ? "instant(%s)".formatted(got) : got + ".toInstant()";
      case BYTES ->
          nullable ? "bytes(%s)".formatted(got) : "ByteString.copyFrom(%s)".formatted(got);
      case INT, LONG, BOOL, DOUBLE, TEXT -> nullable ? "orNull(row, %s)".formatted(got) : got;
      case DECIMAL, DATE, TIME, UUID ->
          nullable ? "parsed(%s, text -> %s)".formatted(got, parsed("text")) : parsed(got);
    };
  }

  private String parsed(String text) {
    String scaled = size > 0 ? ".setScale(%d)".formatted(scale) : ".stripTrailingZeros()";
    return type.parser.orElseThrow().formatted(text) + (type == SqlType.DECIMAL ? scaled : "");
  }

  String toMessage() {
    String value = "row.%s()".formatted(field());
    return switch (type) {
      case TIMESTAMP -> "timestamp(%s)".formatted(value);
      case DECIMAL -> value + ".toPlainString()";
      case DATE, TIME, UUID -> value + ".toString()";
      case INT, LONG, BOOL, DOUBLE, TEXT, BYTES -> value;
    };
  }

  String fromMessage() {
    String accessor = ProjectNames.accessor(name);
    String what = "\"%s\"".formatted(name);
    String checked = checked(what, "message.get%s()".formatted(accessor));
    String other = nullable ? "null" : fallback().map(value -> checked(what, value)).orElse("");
    return other.isEmpty()
        ? checked
        : "message.has%s() ? %s : %s".formatted(accessor, checked, other);
  }

  /** Java of what a message need not say: the DEFAULT, in the type of the message. */
  Optional<String> fallback() {
    Matcher found = DEFAULT.matcher(String.join(" ", specs));
    if (key || nullable || !found.find()) {
      return Optional.empty();
    }
    String literal = found.group(1) == null ? found.group(2) : found.group(1);
    String value = literal.replaceAll("^'|'$", "").replace("''", "'");
    return switch (type) {
      case INT, LONG, DOUBLE, DECIMAL ->
          Optional.of(value).filter(v -> v.matches(NUMBER)).map(this::number);
      case BOOL -> Optional.of(String.valueOf(value.matches("(?i)1|t|true|y|yes|on")));
      case TEXT, DATE, TIME, UUID -> Optional.of(javaText(value));
      case TIMESTAMP, BYTES -> Optional.empty();
    };
  }

  private String number(String value) {
    BigDecimal number = new BigDecimal(value);
    return switch (type) {
      case LONG -> number.toBigInteger() + "L";
      case INT -> number.toBigInteger().toString();
      case DECIMAL -> javaText(number.toPlainString());
      case DOUBLE, BOOL, TEXT, DATE, TIME, UUID, TIMESTAMP, BYTES -> value;
    };
  }

  private static String javaText(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Java that makes it of the value in a message. */
  String checked(String what, String got) {
    return switch (type) {
      case TEXT -> "Statuses.text(%s, %s, %d)".formatted(what, got, size > 0 ? size : MAX_TEXT);
      case TIMESTAMP -> "instant(%s, %s, %s)".formatted(what, got.replace(".get", ".has"), got);
      case DECIMAL ->
          "TextValues.decimal(%s, %s%s)"
              .formatted(what, got, size > 0 ? ", %d, %d".formatted(size - scale, scale) : "");
      case DATE, TIME, UUID ->
          "TextValues.%s(%s, %s)".formatted(type.name().toLowerCase(Locale.ROOT), what, got);
      case INT, LONG, BOOL, DOUBLE, BYTES -> got;
    };
  }

  /** Java that makes a key of what is in a request. */
  String checkedKey(String got) {
    return type == SqlType.TEXT
        ? "Statuses.id(\"%s\", %s)".formatted(name, got)
        : checked("\"%s\"".formatted(name), got);
  }

  /** Java that makes a key of its text. */
  String parsedKey(String text) {
    return switch (type) {
      case INT -> "Integer.parseInt(%s)".formatted(text);
      case LONG -> "Long.parseLong(%s)".formatted(text);
      case TEXT, BOOL, DOUBLE, DECIMAL, DATE, TIME, UUID, TIMESTAMP, BYTES -> checkedKey(text);
    };
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
      case TEXT ->
          "\"" + (size > 0 && size < word.length() ? word.substring(0, size) : word) + "\"";
      case DECIMAL -> "\"" + (size == scale && size > 0 ? "0.5" : number) + "\"";
      case DATE -> "\"2026-01-31\"";
      case TIME -> "\"13:05:30\"";
      case UUID -> "\"01890a5d-ac96-774b-bcce-b302099a8057\"";
      case TIMESTAMP -> "Timestamp.newBuilder().setSeconds(1_700_000_000).build()";
      case BYTES -> "ByteString.copyFromUtf8(\"sample\")";
    };
  }
}
