package shippy.scaffold;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** The names in a project: what is allowed, and how one is made of another. Stateless. */
final class ProjectNames {
  private static final int MAX = 32;
  private static final int MAX_PACKAGE = 100;
  private static final Pattern DNS = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern CLASS = Pattern.compile("[A-Z][A-Za-z0-9]*");
  private static final Pattern PACKAGE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*");
  private static final Pattern SQL = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

  /** Those of Java and of the generated code, which cannot have another meaning in it. */
  private static final Set<String> TAKEN_TYPES =
      Set.of(
          ("BigDecimal Boolean Byte Channel Character Class Client Clock Config Count Double"
                  + " Duration Error Exception Float Function Instant Integer List LocalDate"
                  + " LocalTime Long Map Math Number Object Optional Override Pair Path Platform"
                  + " Process Record Response Request Say Schema Service Settings Short Sql Statuses"
                  + " Store String System Tables Test Thread Timestamp Void Workers")
              .split(" ", -1));

  private static final Set<String> TAKEN_FIELDS =
      Set.of(
          ("allFields cachedSize class clone descriptor descriptorForType equals finalize getClass"
                  + " hashCode ids message notify notifyAll parserForType request row rows"
                  + " serializedSize shown sql store stored toString unknownFields wait")
              .split(" ", -1));

  /** Those that PostgreSQL or SQLite takes as no name of a table or a column without quotes. */
  private static final Set<String> SQL_WORDS =
      Set.of(
          ("add all alter analyse analyze and any array as asc asymmetric authorization"
                  + " autoincrement between binary both case cast check collate collation column"
                  + " commit concurrently constraint create cross current_catalog current_date"
                  + " current_role current_schema current_time current_timestamp current_user"
                  + " default deferrable delete desc distinct do drop else end escape except exists"
                  + " false fetch for foreign freeze from full grant group having ilike in index"
                  + " initially inner insert intersect into is isnull join lateral leading left"
                  + " like limit localtime localtimestamp natural not nothing notnull null offset on"
                  + " only or order outer overlaps placing primary references returning right"
                  + " select session_user set similar some symmetric system_user table tablesample"
                  + " then to trailing transaction true union unique update user using values"
                  + " variadic verbose when where window with")
              .split(" ", -1));

  private ProjectNames() {}

  /** A name of a project, which becomes a part of a service name, a class and a package. */
  static String project(String name) {
    boolean allowed = DNS.matcher(name).matches() && name.length() <= MAX;
    if (!allowed || SourceVersion.isKeyword(packagePart(name)) || isTaken(type(name))) {
      throw wrong(
          "name",
          name,
          "a-z, 0-9 and single dashes, a letter first, at most %d; no word of Java".formatted(MAX));
    }
    return name;
  }

  /** A Java package. */
  static String javaPackage(String name) {
    boolean allowed = PACKAGE.matcher(name).matches() && name.length() <= MAX_PACKAGE;
    if (!allowed || !SourceVersion.isName(name) || name.matches("(java|javax|shippy)(\\..*)?")) {
      throw wrong(
          "--package",
          name,
          "a package such as com.example.harbour, in lower case; not in java or shippy");
    }
    return name;
  }

  /** A method of a service. */
  static String method(String name) {
    boolean allowed = CLASS.matcher(name).matches() && name.length() <= MAX;
    if (!allowed || SourceVersion.isKeyword(field(name)) || field(name).equals("name")) {
      throw wrong(
          "--method",
          name,
          "letters and digits, a capital first, at most %d; no word of Java".formatted(MAX));
    }
    return name;
  }

  /** Whether a table of this name can become a message, a class and a path. */
  static boolean isTable(String name) {
    return isSqlName(name) && !isTaken(type(singular(name)));
  }

  /** Whether a column of this name can become a field of a message and of a record. */
  static boolean isColumn(String name) {
    String field = field(type(name));
    return isSqlName(name) && !SourceVersion.isKeyword(field) && !TAKEN_FIELDS.contains(field);
  }

  private static boolean isSqlName(String name) {
    return SQL.matcher(name).matches() && name.length() <= MAX && !SQL_WORDS.contains(name);
  }

  private static boolean isTaken(String type) {
    return TAKEN_TYPES.contains(type);
  }

  /** {@code vessel} of {@code vessels}. */
  static String singular(String table) {
    if (table.endsWith("ies")) {
      return table.substring(0, table.length() - 3) + "y";
    }
    return table.matches(".*[^siu]s") ? table.substring(0, table.length() - 1) : table;
  }

  /** {@code vessels} of {@code vessel}. */
  static String plural(String singular) {
    if (singular.matches(".*[^aeiou]y")) {
      return singular.substring(0, singular.length() - 1) + "ies";
    }
    return singular + (singular.matches(".*(s|x|ch|sh)") ? "es" : "s");
  }

  /** {@code PortAuthority} of {@code port-authority} and {@code port_authority}. */
  static String type(String name) {
    StringBuilder type = new StringBuilder();
    for (String part : name.split("[-_]", -1)) {
      if (!part.isEmpty()) {
        type.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
      }
    }
    return type.toString();
  }

  /** {@code Line2A} of {@code line_2a}, as protoc names the accessors of a field. */
  static String accessor(String field) {
    return Pattern.compile("(?<=\\d)[a-z]")
        .matcher(type(field))
        .replaceAll(letter -> letter.group().toUpperCase(Locale.ROOT));
  }

  /** {@code findAll} of {@code FindAll}. */
  static String field(String type) {
    return type.isEmpty()
        ? type
        : type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
  }

  /** {@code portauthority} of {@code port-authority}. */
  static String packagePart(String name) {
    return name.replace("-", "");
  }

  /** {@code port_authority} of {@code port-authority}, for names of proto packages and files. */
  static String protoPart(String name) {
    return name.replace('-', '_');
  }

  /** {@code find-all} of {@code FindAll}, for paths. */
  static String pathPart(String method) {
    return method.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  private static ProblemException wrong(String what, String name, String expected) {
    return Problem.of(ExitCode.USAGE, "%s: \"%s\" (expected: %s)".formatted(what, name, expected))
        .toException();
  }
}
