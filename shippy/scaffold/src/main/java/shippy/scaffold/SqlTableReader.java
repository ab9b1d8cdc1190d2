package shippy.scaffold;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sf.jsqlparser.parser.Token;
import net.sf.jsqlparser.statement.create.table.ColumnDefinition;
import net.sf.jsqlparser.statement.create.table.CreateTable;
import net.sf.jsqlparser.statement.create.table.Index;
import net.sf.jsqlparser.statement.create.table.NamedConstraint;
import shippy.problem.ProblemException;

/** Reads one {@code CREATE TABLE}. */
final class SqlTableReader {
  private static final int MAX_COLUMNS = 30;
  private static final int MAX_TEXT = 65_536;
  private static final Pattern LENGTH = Pattern.compile("\\((\\d{1,5})\\)");
  private static final Pattern REFERENCE = Pattern.compile("(?i)\\breferences \"?`?(\\w+)");

  /** What a database does to number rows, which the service does in its place. */
  private static final Pattern NUMBERING =
      Pattern.compile(
          "(?i)auto_?increment|generated (always|by default) as identity( ?\\([^)]*\\))?");

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

  SqlTable table(String name) {
    List<Index> constraints = Optional.ofNullable(create.getIndexes()).orElse(List.of());
    String key = key(constraints);
    List<SqlColumn> columns = new ArrayList<>();
    for (ColumnDefinition definition : create.getColumnDefinitions()) {
      SqlColumn column = column(definition, key);
      if (columns.stream().anyMatch(other -> other.field().equals(column.field()))) {
        throw wrong(definition.getColumnName(), "column", column.name(), "each name once");
      }
      columns.add(column);
    }
    if (columns.size() < 2 || columns.size() > MAX_COLUMNS) {
      throw wrong("", name, columns.size() + " columns", "2 to " + MAX_COLUMNS);
    }
    SqlColumn keyColumn =
        columns.stream()
            .filter(column -> column.name().equals(key))
            .findFirst()
            .orElseThrow(() -> wrong("", "PRIMARY KEY", key, "a column of the table"));
    List<String> rest =
        constraints.stream()
            .filter(index -> !"PRIMARY KEY".equals(index.getType()))
            .map(index -> constraint(index))
            .toList();
    references.remove(name);
    return new SqlTable(name, keyColumn, columns, rest, references, List.of());
  }

  private String constraint(Index index) {
    String text = index.toString().replaceAll("[`\"]", "");
    refer(text);
    return text;
  }

  private String key(List<Index> constraints) {
    for (Index index : constraints) {
      if (index instanceof NamedConstraint && "PRIMARY KEY".equals(index.getType())) {
        List<String> names = index.getColumnsNames();
        if (names.size() != 1) {
          throw wrong("primary", "PRIMARY KEY", String.join(", ", names), "one column");
        }
        return SqlFile.name(names.get(0));
      }
    }
    return create.getColumnDefinitions().stream()
        .filter(column -> specs(column).toUpperCase(Locale.ROOT).contains("PRIMARY KEY"))
        .map(column -> SqlFile.name(column.getColumnName()))
        .findFirst()
        .orElseThrow(() -> wrong("", "table", at.image, "a PRIMARY KEY"));
  }

  private SqlColumn column(ColumnDefinition definition, String key) {
    String name = SqlFile.name(definition.getColumnName());
    boolean isKey = name.equals(key);
    if (!ProjectNames.isColumn(name)) {
      throw wrong(
          definition.getColumnName(),
          "column",
          name,
          "a-z, 0-9 and single _, at most 32; no word of Java");
    }
    String sql = definition.getColDataType().toString();
    SqlType type = type(definition.getColumnName(), sql, isKey);
    String specs =
        NUMBERING.matcher(specs(definition)).replaceAll("").replaceAll(" +", " ").strip();
    if (COMPUTED.matcher(specs).find()) {
      throw wrong(definition.getColumnName(), "column", specs, "one that is stored, not computed");
    }
    boolean nullable = !isKey && !specs.toUpperCase(Locale.ROOT).contains("NOT NULL");
    if (isKey && !specs.toUpperCase(Locale.ROOT).contains("PRIMARY KEY")) {
      specs = ("PRIMARY KEY " + specs).strip();
    }
    if (!nullable) {
      refer(specs);
    }
    Matcher length = LENGTH.matcher(sql);
    return new SqlColumn(
        name,
        type,
        isKey && type == SqlType.TEXT ? "{id}" : type.inSchema(sql),
        length.find() ? Integer.parseInt(length.group(1)) : MAX_TEXT,
        nullable,
        specs.isEmpty() ? List.of() : List.of(specs));
  }

  private SqlType type(String column, String sql, boolean isKey) {
    String expected = isKey ? "a number or text as key" : SqlType.ALLOWED;
    return SqlType.of(sql)
        .filter(found -> !isKey || found.isKey())
        .orElseThrow(() -> wrong(column, "type", sql, expected));
  }

  private void refer(String text) {
    Matcher reference = REFERENCE.matcher(text);
    while (reference.find()) {
      references.add(SqlFile.name(reference.group(1)));
    }
  }

  private static String specs(ColumnDefinition column) {
    List<String> specs = column.getColumnSpecs();
    return specs == null ? "" : String.join(" ", specs);
  }

  /** The problem at the first token of the statement that is this word, else at its table. */
  private ProblemException wrong(String word, String what, String found, String expected) {
    Token token =
        SqlFile.tokens(at.next).stream()
            .filter(next -> !word.isEmpty() && next.image.equalsIgnoreCase(word))
            .findFirst()
            .orElse(at);
    return file.wrong(token.beginLine, token.beginColumn, what, found, expected);
  }
}
