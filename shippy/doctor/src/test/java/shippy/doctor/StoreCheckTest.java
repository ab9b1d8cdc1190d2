package shippy.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.config.Config;
import shippy.testkit.PostgresServer;

class StoreCheckTest {
  private static final String TABLE = "CREATE TABLE shippy_schema (name TEXT, version INTEGER)";
  private static final String ROW = "INSERT INTO shippy_schema VALUES ('vessel', 2)";

  @TempDir private Path folder = Path.of("");

  @Test
  void schema_versions_of_all_databases_in_the_data_directory_are_told() throws SQLException {
    write("jdbc:sqlite:" + folder.resolve("vessel.db") + "?journal_mode=WAL", TABLE, ROW);
    write("jdbc:sqlite:" + folder.resolve("a b.db"), TABLE);
    assertThat(look(Map.of()).lines())
        .containsExactly(
            "PASS store: " + folder.resolve("a b.db") + ": no schema yet",
            "PASS store: " + folder.resolve("vessel.db") + ": vessel version 2");
  }

  @Test
  void looking_leaves_no_file_behind_and_sees_what_a_running_service_wrote()
      throws SQLException, IOException {
    Path file = folder.resolve("vessel.db");
    try (Connection open =
            DriverManager.getConnection("jdbc:sqlite:" + file + "?journal_mode=WAL");
        Statement sql = open.createStatement()) {
      sql.execute(TABLE);
      sql.execute(ROW);
      assertThat(file.resolveSibling("vessel.db-wal")).isNotEmptyFile();
      assertThat(look(Map.of()).line()).endsWith("vessel version 2");
    }
    assertThat(look(Map.of()).line()).endsWith("vessel version 2");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void file_that_is_no_database_fails() throws IOException {
    Path file = Files.writeString(folder.resolve("vessel.db"), "no database at all".repeat(100));
    Rows rows = look(Map.of());
    assertThat(rows.line()).startsWith("FAIL store: " + file + ": ").contains("not a database");
    assertThat(rows.fix()).isEqualTo("sqlite3 " + file + " .recover");
  }

  @Test
  void file_that_is_damaged_in_its_middle_fails() throws SQLException, IOException {
    Path file = folder.resolve("vessel.db");
    write(
        "jdbc:sqlite:" + file,
        TABLE,
        ROW,
        "CREATE TABLE t (id TEXT PRIMARY KEY)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
            + " INSERT INTO t SELECT printf('id-%030d', i) FROM n");
    byte[] bytes = Files.readAllBytes(file);
    for (int i = bytes.length / 2; i < bytes.length / 2 + 5_000; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(file, bytes);
    assertThat(look(Map.of()).line()).startsWith("FAIL store: " + file + ": ");
    assertThat(look(Map.of()).fix()).isEqualTo("sqlite3 " + file + " .recover");
  }

  @Test
  void nothing_is_said_of_what_a_service_will_make() {
    assertThat(look(Map.of()).all()).isEmpty();
    assertThat(look(Map.of("store", "sqlite:" + folder.resolve("x.db"))).all()).isEmpty();
    assertThat(look(Map.of("store", "memory")).all()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void postgres_tells_its_versions_and_never_shows_a_password() throws SQLException {
    String url = PostgresServer.shared().freshDatabase();
    write(url, TABLE, ROW);
    assertThat(look(Map.of("store", url)).line())
        .startsWith("PASS store: jdbc:postgresql://")
        .endsWith(": vessel version 2");
    Rows rows = look(Map.of("store", "jdbc:postgresql://127.0.0.1:1/x?user=u&password=secret"));
    assertThat(rows.line())
        .startsWith("FAIL store: jdbc:postgresql://127.0.0.1:1/x: ")
        .doesNotContain("secret");
    assertThat(rows.fix()).isEqualTo("psql postgresql://127.0.0.1:1/x");
  }

  private Rows look(Map<String, String> settings) {
    Map<String, String> env = new HashMap<>();
    env.put("MICRO_DATA_DIR", folder.toString());
    settings.forEach((name, value) -> env.put("MICRO_" + name.toUpperCase(Locale.ROOT), value));
    return Rows.of(new StoreCheck(Config.of(Map.of(), env)));
  }

  private static void write(String url, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement sql = connection.createStatement()) {
      for (String statement : statements) {
        sql.execute(statement);
      }
    }
  }
}
