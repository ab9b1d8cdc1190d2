package shippy.scaffold;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.sf.jsqlparser.parser.Token;
import net.sf.jsqlparser.statement.create.table.ColumnDefinition;
import net.sf.jsqlparser.statement.create.table.CreateTable;
import net.sf.jsqlparser.statement.create.table.Index;
import net.sf.jsqlparser.statement.create.table.NamedConstraint;
import shippy.problem.ProblemException;

/** Reads one {@code CREATE TABLE}. */
final class SqlTableReader {
  private static final String NAMES =
      "a-z, 0-9 and single _, at most 32; no word of Java, SQL or the generated code";

  private static final int MAX_COLUMNS = 30;
  private static final int MAX_DIGITS = 100;
  private static final Pattern SIZE = Pattern.compile("\\((\\d{1,9})(?:, ?(\\d{1,3}))?\\)");
  private static final Pattern REFERENCE = Pattern.compile("(?i)\\breferences \"?`?(\\w+)");

  /** What a database does to fill in values, which the service does in its place, or its caller. */
  private static final Pattern FILLING =
      Pattern.compile(
          "(?i)auto_?increment|generated (always|by default) as identity( ?\\([^)]*\\))?"
              + "|default \\(? ?[a-z]\\w* ?\\(([^()]|\\([^()]*\\))*\\)( ?\\))?"
              + "|default current_\\w+");

  private static final Pattern COMPUTED = Pattern.compile("(?i)(^| )as ?\\(.*");

  private final SqlFile file;
  private final CreateTable create;
  private final Token at;
  private final Set<String> references = new HashSet<>();

  SqlTableReader(SqlFile file, CreateTable create, Token at) {
    this.file = file;
    this.create = create;
    this.at = at;
  }

  /** The table; empty if it has faults, which the file knows. */
  Optional<SqlTable> table(String name) {
    final int before = file.faults();
    List<Index> indexes = Optional.ofNullable(create.getIndexes()).orElse(List.of());
    List<String> keys = file.attempt(() -> keys(indexes)).orElse(List.of());
    List<SqlColumn> columns = new ArrayList<>();
    for (ColumnDefinition definition : create.getColumnDefinitions()) {
      file.attempt(() -> columns.add(column(definition, keys, columns)));
    }
    List<String> rest = new ArrayList<>();
    for (Index index : indexes) {
      if (!"PRIMARY KEY".equals(index.getType()) || keys.size() > 1) {
        file.attempt(() -> rest.add(constraint(index)));
      }
    }
    columns.forEach(column -> file.attempt(() -> requireComparable(column, columns, rest)));
    if (file.faults() > before) {
      return Optional.empty();
    }
    if (columns.size() < 2 || columns.size() > MAX_COLUMNS) {
      throw wrong("", name, columns.size() + " columns", "2 to " + MAX_COLUMNS);
    }
    if (columns.stream().filter(SqlColumn::key).count() != keys.size()) {
      throw wrong("primary", "PRIMARY KEY", String.join(", ", keys), "columns of the table");
    }
    references.remove(name);
    return Optional.of(new SqlTable(name, columns, rest, references, List.of()));
  }

  private String constraint(Index index) {
    String text = SqlFile.portable(index.toString());
    references.addAll(tablesIn(text));
    return text;
  }

  private List<String> keys(List<Index> constraints) {
    for (Index index : constraints) {
      if (index instanceof NamedConstraint && "PRIMARY KEY".equals(index.getType())) {
        return index.getColumnsNames().stream().map(SqlFile::name).toList();
      }
    }
    return create.getColumnDefinitions().stream()
        .filter(column -> specs(column).toUpperCase(Locale.ROOT).contains("PRIMARY KEY"))
        .map(column -> SqlFile.name(column.getColumnName()))
        .findFirst()
        .map(List::of)
        .orElseThrow(() -> wrong("", "table", at.image, "a PRIMARY KEY"));
  }

  private SqlColumn column(ColumnDefinition definition, List<String> keys, List<SqlColumn> before) {
    String word = definition.getColumnName();
    String name = SqlFile.name(word);
    boolean isKey = keys.contains(name);
    if (!ProjectNames.isColumn(name)) {
      throw wrong(word, "column", name, NAMES);
    }
    String sql = definition.getColDataType().toString();
    SqlType type = type(word, sql, isKey);
    String specs = specs(definition);
    if (COMPUTED.matcher(specs).find()) {
      throw wrong(word, "column", specs, "one that is stored, not computed");
    }
    boolean nullable = !isKey && !specs.toUpperCase(Locale.ROOT).contains("NOT NULL");
    if (keys.equals(List.of(name)) && !specs.toUpperCase(Locale.ROOT).contains("PRIMARY KEY")) {
      specs = ("PRIMARY KEY " + specs).strip();
    }
    List<String> tables = tablesIn(specs);
    references.addAll(nullable ? List.of() : tables);
    Matcher size = SIZE.matcher(sql);
    boolean sized = size.find();
    SqlColumn column =
        new SqlColumn(
            name,
            type,
            sized ? Integer.parseInt(size.group(1)) : 0,
            sized && size.group(2) != null ? Integer.parseInt(size.group(2)) : 0,
            isKey,
            nullable,
            specs.isEmpty() ? List.of() : List.of(specs));
    boolean tooLong = column.size() > MAX_DIGITS || column.scale() > column.size();
    if (type == SqlType.DECIMAL && (tooLong || sized != sql.contains("("))) {
      throw wrong(word, "type", sql, "1 to %d digits, some after the point".formatted(MAX_DIGITS));
    }
    if (before.stream().anyMatch(other -> other.field().equals(column.field()))) {
      throw wrong(word, "column", name, "each name once");
    }
    return column;
  }

  private SqlType type(String column, String sql, boolean isKey) {
    String expected = isKey ? "a number, a text or a UUID as key" : SqlType.ALLOWED;
    return SqlType.of(sql)
        .filter(found -> !isKey || found.isKey())
        .orElseThrow(() -> wrong(column, "type", sql, expected));
  }

  /** SQLite would compare the text: a 9 is more than a 10. */
  private boolean requireComparable(SqlColumn column, List<SqlColumn> columns, List<String> rest) {
    Pattern check = Pattern.compile("(?i)\\bcheck\\b.*\\b" + column.name() + "\\b");
    boolean isChecked =
        Stream.concat(columns.stream().flatMap(c -> c.specs().stream()), rest.stream())
            .anyMatch(text -> check.matcher(text).find());
    if (column.isLongDecimal() && isChecked) {
      String expected = "DECIMAL(15, 2) or another of at most 15 digits, for SQLite";
      throw wrong(column.name(), "CHECK", column.name(), expected);
    }
    return true;
  }

  /** Those that it refers to. */
  private List<String> tablesIn(String text) {
    List<String> tables = new ArrayList<>();
    Matcher reference = REFERENCE.matcher(text);
    while (reference.find()) {
      String table = SqlFile.name(reference.group(1));
      if (!file.knows(table)) {
        throw wrong(reference.group(1), "REFERENCES", table, "a table further up");
      }
      tables.add(table);
    }
    return tables;
  }

  private static String specs(ColumnDefinition column) {
    List<String> specs = column.getColumnSpecs();
    String all = specs == null ? "" : String.join(" ", specs);
    String kept = FILLING.matcher(SqlFile.portable(all)).replaceAll("");
    return kept.replaceAll(" +", " ").strip();
  }

  /** The problem at the first token of the statement that is this word, else at its table. */
  private ProblemException wrong(String word, String what, String found, String expected) {
    Token token = at.next;
    while (token != null && !SqlFile.name(token.image).equals(SqlFile.name(word))) {
      token = token.next;
    }
    boolean isThere = token != null && !word.isEmpty();
    return file.wrong(isThere ? token : at, what, found, expected);
  }
}
