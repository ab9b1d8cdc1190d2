package shippy.scaffold;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParserConstants;
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
  private static final Pattern ONE_DATABASE_ONLY =
      Pattern.compile(
          "(?i)('(?:[^']|'')*')|[`\"]|\\bpublic ?\\. ?"
              + "| ?:: ?(?:character varying|\\w+)(?: ?\\(\\d+\\))?");

  private final String file;
  private final Map<String, SqlTable> tables = new LinkedHashMap<>();

  /** Of all tables, those with faults too. */
  private final Set<String> names = new HashSet<>();

  private final List<String> faults = new ArrayList<>();

  private SqlFile(String file) {
    this.file = file;
  }

  /**
   * The tables in this text, in its order.
   *
   * @param file for errors
   * @throws ProblemException with file, line and column of each fault if the text is no SQL, has
   *     other statements, or a table that cannot become a service
   */
  public static List<SqlTable> tables(String file, String text) {
    SqlFile sql = new SqlFile(file);
    sql.read(text.replaceFirst("^\uFEFF", ""));
    List<String> faults = sql.faults;
    if (faults.isEmpty()) {
      return List.copyOf(sql.tables.values());
    }
    Problem problem =
        faults.size() == 1
            ? Problem.of(ExitCode.BAD_INPUT, faults.get(0))
            : Problem.of(ExitCode.BAD_INPUT, "%s: %d faults".formatted(file, faults.size()))
                .withFacts(faults);
    throw problem.toException();
  }

  /** Reads each statement by itself, so that a fault in one hides none in another. */
  private void read(String text) {
    CCJSqlParser parser = CCJSqlParserUtil.newParser(text);
    try {
      Token first = parser.getNextToken();
      while (first.kind != CCJSqlParserConstants.EOF) {
        Token end = first;
        while (!isEnd(end)) {
          end = parser.getNextToken();
        }
        boolean last = end.kind == CCJSqlParserConstants.EOF;
        String until = last ? text : text.substring(0, begin(end));
        if (end != first) {
          Token begin = first;
          attempt(() -> statement(until, begin));
        }
        first = last ? end : parser.getNextToken();
      }
    } catch (TokenMgrException e) {
      Token last = parser.token;
      boolean none = last.image == null;
      String shown = none ? "beginning of file" : last.image;
      int line = Math.max(1, last.endLine);
      faults.add(fault(line, Math.max(1, last.endColumn), "syntax", shown, "SQL after it"));
    }
    if (faults.isEmpty() && (tables.isEmpty() || tables.size() > MAX_TABLES)) {
      String expected = "1 to %d CREATE TABLE".formatted(MAX_TABLES);
      faults.add(fault(1, 1, "tables", tables.size() + " tables", expected));
    }
  }

  private static boolean isEnd(Token token) {
    return token.kind == CCJSqlParserConstants.EOF
        || token.kind == CCJSqlParserConstants.ST_SEMICOLON;
  }

  /** Tokens count from 1. */
  private static int begin(Token token) {
    return token.absoluteBegin - 1;
  }

  /** The statement that begins here. What stands before it becomes blank, which keeps its lines. */
  private boolean statement(String text, Token first) {
    int at = begin(first);
    String blanked = text.substring(0, at).replaceAll("\\S", " ") + text.substring(at);
    try {
      for (Statement statement : CCJSqlParserUtil.newParser(blanked).Statements()) {
        if (statement instanceof CreateTable create) {
          table(create);
        } else if (statement instanceof CreateIndex index) {
          index(index);
        } else {
          String words = statement.toString().lines().findFirst().orElse("").strip();
          String shown = words.substring(0, Math.min(words.length(), 40));
          throw wrong(first, "statement", shown, "CREATE TABLE and CREATE INDEX only");
        }
      }
      return true;
    } catch (ParseException e) {
      Token found = e.currentToken.next;
      String shown = found.image.isEmpty() ? "end of statement" : found.image;
      String expected = shown.equals("-") ? "SQL; (-1.5) in parentheses" : "SQL";
      throw wrong(found, "syntax", shown, expected);
    }
  }

  private void table(CreateTable create) {
    Token at = create.getTable().getASTNode().jjtGetFirstToken();
    String name = name(create.getTable().getName());
    if (!ProjectNames.isTable(name) || create.getColumnDefinitions() == null) {
      names.add(name);
      throw wrong(
          at,
          "table",
          name,
          "columns, and a name of a-z, 0-9 and single _, at most 32; no word of Java or SQL");
    }
    boolean taken = names.stream().anyMatch(other -> type(other).equals(type(name)));
    names.add(name);
    if (taken) {
      throw wrong(at, "table", name, "a table of each name once");
    }
    new SqlTableReader(this, create, at).table(name).ifPresent(table -> tables.put(name, table));
  }

  private static String type(String table) {
    return ProjectNames.type(ProjectNames.singular(table));
  }

  private void index(CreateIndex index) {
    Token at = index.getTable().getASTNode().jjtGetFirstToken();
    String name = name(index.getTable().getName());
    if (!knows(name)) {
      throw wrong(at, "table", at.image, "one further up");
    }
    String statement = portable(index.toString()).replaceFirst("(?i) USING \\w+", "");
    tables.computeIfPresent(name, (key, table) -> table.withIndex(statement));
  }

  /** Without schema, casts and quotes, which only some databases know. */
  static String portable(String sql) {
    return ONE_DATABASE_ONLY.matcher(sql).replaceAll("$1");
  }

  /** Whether a table of this name has begun. */
  boolean knows(String table) {
    return names.contains(table);
  }

  int faults() {
    return faults.size();
  }

  /** The result of this work; empty if it has found a fault, which is kept. */
  <T> Optional<T> attempt(Supplier<T> work) {
    try {
      return Optional.of(work.get());
    } catch (ProblemException e) {
      faults.add(e.problem().what());
      return Optional.empty();
    }
  }

  /** Without quotes, in lower case, as databases read it. */
  static String name(String name) {
    return name.replaceAll("[`\"\\[\\]]", "").toLowerCase(Locale.ROOT);
  }

  ProblemException wrong(Token at, String what, String found, String expected) {
    String text = fault(at.beginLine, at.beginColumn, what, found, expected);
    return Problem.of(ExitCode.BAD_INPUT, text).toException();
  }

  private String fault(int line, int column, String what, String found, String expected) {
    return "%s:%d:%d: %s: \"%s\" (expected: %s)"
        .formatted(file, line, column, what, found, expected);
  }
}
