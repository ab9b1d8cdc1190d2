package shippy.scaffold;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The types of columns that SQLite and PostgreSQL both keep exactly.
 *
 * @see SqlColumn
 */
enum SqlType {
  INT("int32", "int", "Integer", "Int", "SMALLINT INT INTEGER INT2 INT4 TINYINT MEDIUMINT SERIAL"),
  LONG("int64", "long", "Long", "Long", "BIGINT INT8 BIGSERIAL"),
  BOOL("bool", "boolean", "Boolean", "Boolean", "BOOLEAN BOOL"),
  DOUBLE(
      "double", "double", "Double", "Double", "DOUBLE FLOAT FLOAT8 DOUBLE_PRECISION REAL FLOAT4"),
  TEXT("string", "String", "String", "String", "TEXT VARCHAR CHAR CHARACTER_VARYING CHARACTER"),
  DECIMAL("BigDecimal", "new BigDecimal(%s)", "DECIMAL NUMERIC DEC"),
  DATE("LocalDate", "LocalDate.parse(%s)", "DATE"),
  TIME("LocalTime", "LocalTime.parse(%s)", "TIME TIME_WITHOUT_TIME_ZONE"),
  UUID("UUID", "UUID.fromString(%s)", "UUID"),
  TIMESTAMP(
      "google.protobuf.Timestamp",
      "Instant",
      "Instant",
      "Timestamp",
      "TIMESTAMP TIMESTAMPTZ DATETIME TIMESTAMP_WITH_TIME_ZONE TIMESTAMP_WITHOUT_TIME_ZONE"),
  BYTES("bytes", "ByteString", "ByteString", "Bytes", "BLOB BYTEA");

  /** For errors. */
  static final String ALLOWED =
      "SMALLINT, INTEGER, BIGINT, BOOLEAN, DOUBLE PRECISION, DECIMAL, CHAR, VARCHAR, TEXT, UUID,"
          + " DATE, TIME, TIMESTAMP or BLOB; TEXT for others";

  final String proto;
  final String java;
  final String boxed;

  /** The end of the name of JDBC's method that gets it. */
  final String getter;

  /** Java that makes it of a text, if messages and results have it as text. */
  final Optional<String> parser;

  /** In SQL, between spaces. */
  private final String names;

  SqlType(String proto, String java, String boxed, String getter, String names) {
    this(proto, java, boxed, getter, Optional.empty(), names);
  }

  SqlType(String java, String parser, String names) {
    this("string", java, java, "String", Optional.of(parser), names);
  }

  SqlType(
      String proto,
      String java,
      String boxed,
      String getter,
      Optional<String> parser,
      String names) {
    this.proto = proto;
    this.java = java;
    this.boxed = boxed;
    this.getter = getter;
    this.parser = parser;
    this.names = " " + names + " ";
  }

  /** The type of this name in SQL, which may have a length in parentheses. */
  static Optional<SqlType> of(String sql) {
    String name =
        sql.replaceAll("\\s*\\(.*", "").strip().replace(' ', '_').toUpperCase(Locale.ROOT);
    return Stream.of(values()).filter(type -> type.names.contains(" " + name + " ")).findFirst();
  }

  /** Whether messages and results have it as text, and Java as something else. */
  boolean isText() {
    return parser.isPresent();
  }

  boolean isKey() {
    return this == INT || this == LONG || isMadeByServer();
  }

  /** Whether the service makes a key of this type from the key of the call. */
  boolean isMadeByServer() {
    return this == TEXT || this == UUID;
  }
}
