package shippy.scaffold;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.Token;
import net.sf.jsqlparser.parser.TokenMgrException;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.create.index.CreateIndex;
import net.sf.jsqlparser.statement.create.table.CreateTable;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** Reads tables from SQL: {@code CREATE TABLE}, and {@code CREATE INDEX} for them. */
public final class SqlFile {
  private static final int MAX_TABLES = 50;

  private final String file;
  private final Map<String, SqlTable> tables = new LinkedHashMap<>();

  private SqlFile(String file) {
    this.file = file;
  }

  /**
   * The tables in this text, in its order.
   *
   * @param file for errors
   * @throws ProblemException with file, line and column if the text is no SQL, has other
   *     statements, or a table that cannot become a service
   */
  public static List<SqlTable> tables(String file, String text) {
    SqlFile sql = new SqlFile(file);
    sql.read(text);
    return List.copyOf(sql.tables.values());
  }

  private void read(String text) {
    for (Statement statement : statements(text)) {
      if (statement instanceof CreateTable create) {
        table(create);
      } else if (statement instanceof CreateIndex index) {
        index(index);
      } else {
        String words = statement.toString().lines().findFirst().orElse("").strip();
        String shown = words.substring(0, Math.min(words.length(), 40));
        throw wrong(1, 1, "statement", shown, "CREATE TABLE and CREATE INDEX only");
      }
    }
    if (tables.isEmpty() || tables.size() > MAX_TABLES) {
      String found = tables.size() + " tables";
      throw wrong(1, 1, "tables", found, "1 to %d CREATE TABLE".formatted(MAX_TABLES));
    }
  }

  private Collection<Statement> statements(String text) {
    if (text.isBlank()) {
      return List.of();
    }
    CCJSqlParser parser = CCJSqlParserUtil.newParser(text.replaceFirst("^\uFEFF", ""));
    try {
      return parser.Statements();
    } catch (ParseException e) {
      Token found = e.currentToken.next;
      String shown = found.image.isEmpty() ? "end of file" : found.image;
      String expected = shown.equals("-") ? "SQL; (-1.5) in parentheses" : "SQL";
      throw wrong(found.beginLine, found.beginColumn, "syntax", shown, expected);
    } catch (TokenMgrException e) {
      Token last = parser.token;
      if (last.image == null) {
        throw wrong(1, 1, "syntax", "beginning of file", "SQL after it");
      }
      throw wrong(last.endLine, last.endColumn, "syntax", last.image, "SQL after it");
    }
  }

  private void table(CreateTable create) {
    Token at = create.getTable().getASTNode().jjtGetFirstToken();
    String name = name(create.getTable().getName());
    if (!ProjectNames.isTable(name) || create.getColumnDefinitions() == null) {
      throw wrong(
          at.beginLine,
          at.beginColumn,
          "table",
          name,
          "columns, and a name of a-z, 0-9 and single _, at most 32, that Java does not use");
    }
    SqlTable table = new SqlTableReader(this, create, at).table(name);
    boolean taken = tables.values().stream().anyMatch(other -> other.type().equals(table.type()));
    if (taken) {
      throw wrong(at.beginLine, at.beginColumn, "table", name, "a table of each name once");
    }
    Set<String> unknown = new HashSet<>(table.references());
    unknown.removeAll(tables.keySet());
    if (!unknown.isEmpty()) {
      String shown = String.join(", ", unknown);
      throw wrong(at.beginLine, at.beginColumn, "REFERENCES", shown, "a table further up");
    }
    tables.put(name, table);
  }

  private void index(CreateIndex index) {
    Token at = index.getTable().getASTNode().jjtGetFirstToken();
    SqlTable table = tables.get(name(index.getTable().getName()));
    if (table == null) {
      throw wrong(at.beginLine, at.beginColumn, "table", at.image, "one further up");
    }
    tables.put(table.name(), table.withIndex(index.toString().replaceAll("[`\"]", "")));
  }

  /** Without quotes, in lower case, as databases read it. */
  static String name(String name) {
    return name.replaceAll("[`\"\\[\\]]", "").toLowerCase(Locale.ROOT);
  }

  /** All tokens of the statement from this one on. */
  static List<Token> tokens(Token first) {
    List<Token> all = new ArrayList<>();
    for (Token token = first; token != null && !token.image.equals(";"); token = token.next) {
      all.add(token);
    }
    return all;
  }

  ProblemException wrong(int line, int column, String what, String found, String expected) {
    return Problem.of(
            ExitCode.BAD_INPUT,
            "%s:%d:%d: %s: \"%s\" (expected: %s)"
                .formatted(file, line, column, what, found, expected))
        .toException();
  }
}
