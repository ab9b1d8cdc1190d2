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
            "  name VARCHAR(80) NOT NULL)");
    assertThat(tables.get(1).statement())
        .containsExactly(
            "CREATE TABLE vessel (",
            "  id BIGINT PRIMARY KEY,",
            "  at TIMESTAMPTZ,",
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
          CREATE TABLE a (id INT PRIMARY KEY, m JSONB)                | 1:37: type: "JSONB" (expected: SMALLINT
          CREATE TABLE a (id INT PRIMARY KEY, m DECIMAL(101,2))       | 1:37: type: "DECIMAL (101, 2)" (expected: 1 to 100 digits
          CREATE TABLE a (id INT PRIMARY KEY, m NUMERIC CHECK (m > 0)) | 1:37: CHECK: "m" (expected: DECIMAL(15, 2)
          CREATE TABLE a (id INT PRIMARY KEY, class TEXT)             | 1:37: column: "class" (expected: a-z, 0-9
          CREATE TABLE a (request INT PRIMARY KEY, b INT)             | 1:17: column: "request" (expected: a-z, 0-9
          CREATE TABLE a (id INT PRIMARY KEY, "order" INT)            | 1:37: column: "order" (expected: a-z, 0-9
          CREATE TABLE object (id INT PRIMARY KEY, b INT)             | 1:14: table: "object" (expected: columns, and a name
          CREATE TABLE a (id INT, b INT, PRIMARY KEY (id, c))         | 1:32: PRIMARY KEY: "id, c" (expected: columns of the table)
          CREATE TABLE a (id INT, b DATE, PRIMARY KEY (id, b))        | 1:25: type: "DATE" (expected: a number, a text or a UUID as key)
          CREATE TABLE a (id BOOLEAN PRIMARY KEY, b INT)              | 1:17: type: "BOOLEAN" (expected: a number, a text or a UUID as key)
          CREATE TABLE a (id INT PRIMARY KEY)                         | 1:14: a: "1 columns" (expected: 2 to 30)
          CREATE TABLE a (id INT PRIMARY KEY, b INT,)                 | 1:43: syntax: ")" (expected: SQL)
          CREATE TABLE a (id INT PRIMARY KEY, b TEXT NOT NULL REFERENCES x (id)) | 1:64: REFERENCES: "x" (expected: a table further up)
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
  void types_of_an_everyday_schema_suit_both_databases() {
    String sql =
        """
        CREATE TABLE a (
          id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
          price NUMERIC(9,2) NOT NULL DEFAULT 0.00 CHECK (price >= 0),
          rate DECIMAL(20,8), loose NUMERIC, whole DECIMAL(5), real REAL,
          day DATE NOT NULL DEFAULT CURRENT_DATE, hour TIME, code CHAR(3) DEFAULT 'x'::bpchar, ip TEXT DEFAULT '::1',
          made TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now());
        """;

    assertThat(SqlFile.tables("t.sql", sql).get(0).statement())
        .containsExactly(
            "CREATE TABLE a (",
            "  id UUID PRIMARY KEY,",
            "  price NUMERIC(9, 2) NOT NULL DEFAULT 0.00 CHECK (price >= 0),",
            "  rate {decimal}(20, 8),",
            "  loose {decimal},",
            "  whole NUMERIC(5, 0),",
            "  real DOUBLE PRECISION,",
            "  day DATE NOT NULL,",
            "  hour TIME,",
            "  code VARCHAR(3) DEFAULT 'x',",
            "  ip TEXT DEFAULT '::1',",
            "  made TIMESTAMPTZ NOT NULL)");
  }

  @Test
  void a_dump_of_postgresql_suits_both_databases() {
    String sql =
        """
        CREATE TABLE public.a (
            id integer NOT NULL, up integer,
            kind character varying(20) DEFAULT 'x'::character varying NOT NULL,
            CONSTRAINT a_pkey PRIMARY KEY (id),
            CONSTRAINT a_kind CHECK ((kind <> ''::text)),
            CONSTRAINT a_up FOREIGN KEY (up) REFERENCES public.a(id));
        CREATE INDEX i ON public.a USING btree (kind);
        """;

    SqlTable table = SqlFile.tables("t.sql", sql).get(0);

    assertThat(table.statement())
        .containsExactly(
            "CREATE TABLE a (",
            "  id INTEGER PRIMARY KEY NOT NULL,",
            "  up INTEGER,",
            "  kind VARCHAR(20) DEFAULT 'x' NOT NULL,",
            "  CONSTRAINT a_kind CHECK ((kind <> '')),",
            "  CONSTRAINT a_up FOREIGN KEY (up) REFERENCES a(id))");
    assertThat(table.indexes()).containsExactly("CREATE INDEX i ON a (kind)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          INT DEFAULT 1e6             | 1000000
          BIGINT DEFAULT '7'          | 7L
          DOUBLE DEFAULT (-1.5)       | -1.5
          DECIMAL(9,2) DEFAULT 1e3    | '1000'
          BOOLEAN DEFAULT 'yes'       | true
          TEXT DEFAULT 'it''s'        | 'it's'
          INT DEFAULT (1 + 1)         | none
          INT DEFAULT 'one'           | none
          """)
  void a_default_is_kept_if_it_is_a_value(String type, String java) {
    String sql = "CREATE TABLE a (id INT PRIMARY KEY, b %s NOT NULL)".formatted(type);

    SqlColumn column = SqlFile.tables("t.sql", sql).get(0).columns().get(1);

    String text = java.startsWith("'") ? '"' + java.substring(1, java.length() - 1) + '"' : java;
    assertThat(column.fallback().orElse("none")).isEqualTo(text);
  }

  @Test
  void a_key_may_have_several_columns() {
    String sql = "CREATE TABLE a (b TEXT, c INT NOT NULL, PRIMARY KEY (b, c))";

    SqlTable table = SqlFile.tables("t.sql", sql).get(0);

    assertThat(table.keys()).extracting(SqlColumn::name).containsExactly("b", "c");
    assertThat(table.statement())
        .containsExactly(
            "CREATE TABLE a (", "  b {id},", "  c INTEGER NOT NULL,", "  PRIMARY KEY (b, c))");
  }

  @Test
  void all_faults_are_told_at_once() {
    String sql =
        """
        CREATE TABLE a (id INT PRIMARY KEY, b JSON, class XML,
          c INT);
        CREATE TABLE b (id INT PRIMARY KEY, a_id INT NOT NULL REFERENCES a (id), x y z,);
        DROP TABLE c;
        CREATE TABLE d (id INT, b TEXT REFERENCES nowhere (id));
        """;

    assertThatThrownBy(() -> SqlFile.tables("t.sql", sql))
        .hasMessageStartingWith("t.sql: 6 faults")
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problem().facts())
                    .satisfiesExactly(
                        fact -> assertThat(fact).startsWith("t.sql:1:37: type: \"JSON\""),
                        fact -> assertThat(fact).startsWith("t.sql:1:45: column: \"class\""),
                        fact -> assertThat(fact).startsWith("t.sql:3:80: syntax: \")\""),
                        fact -> assertThat(fact).startsWith("t.sql:4:1: statement: \"DROP"),
                        fact -> assertThat(fact).startsWith("t.sql:5:14: table: \"d\""),
                        fact -> assertThat(fact).startsWith("t.sql:5:43: REFERENCES: \"now")));
  }

  @Test
  void lines_are_counted() {
    assertThatThrownBy(
            () ->
                SqlFile.tables("t.sql", "-- a\nCREATE TABLE a (\n  id INT PRIMARY KEY,\n  u XML);"))
        .hasMessageStartingWith("t.sql:4:3: type: \"XML\"");
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
