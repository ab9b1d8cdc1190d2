package shippy.scaffold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;

class SqlFileTest {
  @Test
  void statements_suit_both_databases() {
    String sql =
        """
        CREATE TABLE IF NOT EXISTS `owners` (id VARCHAR(36) NOT NULL, Name varchar(80) NOT NULL, PRIMARY KEY (id));
        CREATE TABLE vessel (id BIGSERIAL PRIMARY KEY, at DATETIME, "raw" BLOB,
          owner_id TEXT NOT NULL REFERENCES owners (id), n INT AUTO_INCREMENT, UNIQUE (owner_id, n));
        CREATE UNIQUE INDEX i ON vessel (n);
        """;

    List<SqlTable> tables = SqlFile.tables("t.sql", sql);

    assertThat(tables.get(0).statement())
        .containsExactly(
            "CREATE TABLE owners (",
            "  id {id} PRIMARY KEY NOT NULL,",
            "  name varchar(80) NOT NULL)");
    assertThat(tables.get(1).statement())
        .containsExactly(
            "CREATE TABLE vessel (",
            "  id BIGINT PRIMARY KEY,",
            "  at TIMESTAMP,",
            "  raw {bytes},",
            "  owner_id TEXT NOT NULL REFERENCES owners (id),",
            "  n INTEGER,",
            "  UNIQUE (owner_id, n))");
    assertThat(tables.get(1).indexes()).containsExactly("CREATE UNIQUE INDEX i ON vessel (n)");
    assertThat(tables.get(1).references()).containsExactly("owners");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CREATE TABLE a (id INT, b INT)                              | 1:14: table: "a" (expected: a PRIMARY KEY)
          CREATE TABLE a (id INT PRIMARY KEY, m DECIMAL(9,2))         | 1:37: type: "DECIMAL (9, 2)" (expected: SMALLINT
          CREATE TABLE a (id INT PRIMARY KEY, class TEXT)             | 1:37: column: "class" (expected: a-z, 0-9
          CREATE TABLE object (id INT PRIMARY KEY, b INT)             | 1:14: table: "object" (expected: columns, and a name
          CREATE TABLE a (id INT, b INT, PRIMARY KEY (id, b))         | 1:32: PRIMARY KEY: "id, b" (expected: one column)
          CREATE TABLE a (id BOOLEAN PRIMARY KEY, b INT)              | 1:17: type: "BOOLEAN" (expected: a number or text as key)
          CREATE TABLE a (id INT PRIMARY KEY)                         | 1:14: a: "1 columns" (expected: 2 to 30)
          CREATE TABLE a (id INT PRIMARY KEY, b INT,)                 | 1:43: syntax: ")" (expected: SQL)
          CREATE TABLE a (id INT PRIMARY KEY, b TEXT NOT NULL REFERENCES x (id)) | 1:14: REFERENCES: "x" (expected: a table further up)
          CREATE TABLE a (id INT PRIMARY KEY, b FLOAT DEFAULT -1.5)   | 1:53: syntax: "-" (expected: SQL; (-1.5) in parentheses)
          CREATE TABLE a (id INT PRIMARY KEY, b INT GENERATED ALWAYS AS (id * 2) STORED) | 1:37: column: "GENERATED ALWAYS AS (id * 2) STORED" (expected: one that
          INSERT INTO a VALUES (1)                                    | 1:1: statement: "INSERT INTO a VALUES (1)" (expected: CREATE TABLE
          CREATE INDEX i ON a (b)                                     | 1:19: table: "a" (expected: one further up)
          """)
  void errors_say_where_and_what_is_allowed(String sql, String message) {
    assertThatThrownBy(() -> SqlFile.tables("t.sql", sql))
        .hasMessageStartingWith("t.sql:" + message)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().code()).isEqualTo(ExitCode.BAD_INPUT));
  }

  @Test
  void lines_are_counted() {
    assertThatThrownBy(
            () ->
                SqlFile.tables(
                    "t.sql", "-- a\nCREATE TABLE a (\n  id INT PRIMARY KEY,\n  u UUID);"))
        .hasMessageStartingWith("t.sql:4:3: type: \"UUID\"");
  }

  @Test
  void a_file_may_begin_with_a_byte_order_mark_but_not_with_what_is_no_word() {
    String sql = "CREATE TABLE a (id INT PRIMARY KEY, b INT)";
    assertThat(SqlFile.tables("t.sql", "\uFEFF" + sql)).hasSize(1);
    assertThatThrownBy(() -> SqlFile.tables("t.sql", "'" + sql))
        .hasMessage("t.sql:1:1: syntax: \"beginning of file\" (expected: SQL after it)");
  }

  @Test
  void a_file_without_tables_is_refused() {
    assertThatThrownBy(() -> SqlFile.tables("t.sql", " \n"))
        .hasMessage("t.sql:1:1: tables: \"0 tables\" (expected: 1 to 50 CREATE TABLE)");
  }
}
