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
  DOUBLE("double", "double", "Double", "Double", "DOUBLE FLOAT FLOAT8 DOUBLE_PRECISION"),
  TEXT("string", "String", "String", "String", "TEXT VARCHAR CHAR CHARACTER_VARYING CHARACTER"),
  TIME(
      "google.protobuf.Timestamp",
      "Instant",
      "Instant",
      "Timestamp",
      "TIMESTAMP TIMESTAMPTZ DATETIME TIMESTAMP_WITH_TIME_ZONE TIMESTAMP_WITHOUT_TIME_ZONE"),
  BYTES("bytes", "ByteString", "ByteString", "Bytes", "BLOB BYTEA");

  /** For errors. */
  static final String ALLOWED =
      "SMALLINT, INTEGER, BIGINT, BOOLEAN, DOUBLE PRECISION, CHAR, VARCHAR, TEXT, TIMESTAMP or BLOB";

  final String proto;
  final String java;
  final String boxed;

  /** The end of the name of JDBC's method that gets it. */
  final String getter;

  /** In SQL, between spaces. */
  private final String names;

  SqlType(String proto, String java, String boxed, String getter, String names) {
    this.proto = proto;
    this.java = java;
    this.boxed = boxed;
    this.getter = getter;
    this.names = " " + names + " ";
  }

  /** The type of this name in SQL, which may have a length in parentheses. */
  static Optional<SqlType> of(String sql) {
    String name =
        sql.replaceAll("\\s*\\(.*", "").strip().replace(' ', '_').toUpperCase(Locale.ROOT);
    return Stream.of(values()).filter(type -> type.names.contains(" " + name + " ")).findFirst();
  }

  boolean isKey() {
    return this == TEXT || this == INT || this == LONG;
  }

  /** Its name in a schema for both databases, of the name in SQL. */
  String inSchema(String sql) {
    return switch (this) {
      case LONG -> "BIGINT";
      case INT -> "INTEGER";
      case BOOL -> "BOOLEAN";
      case DOUBLE -> "DOUBLE PRECISION";
      case TEXT -> sql.replace(" (", "(");
      case TIME -> "TIMESTAMP";
      case BYTES -> "{bytes}";
    };
  }
}
