package shippy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class PostgresServerTest {
  private static List<String> query(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      List<String> column = new ArrayList<>();
      if (statement.execute(sql)) {
        ResultSet rows = statement.getResultSet();
        while (rows.next()) {
          column.add(rows.getString(1));
        }
      }
      return column;
    }
  }

  @Test
  void every_database_of_the_shared_server_is_new_and_empty() throws Exception {
    String first = PostgresServer.shared().freshDatabase();
    String second = PostgresServer.shared().freshDatabase();
    query(first, "create table t (v int)");

    assertThat(first).matches("jdbc:postgresql://127\\.0\\.0\\.1:\\d+/test\\d+\\?user=postgres");
    assertThat(query(second, "select tablename from pg_tables where schemaname = 'public'"))
        .isEmpty();
    assertThat(query(first, "show fsync")).containsExactly("off");
  }

  @Test
  void text_is_sorted_as_english_not_by_bytes() throws Exception {
    String database = PostgresServer.shared().freshDatabase();

    assertThat(query(database, "select v from (values ('B'), ('a')) as t(v) order by v"))
        .containsExactly("a", "B");
  }

  @Test
  void a_killed_server_returns_with_what_it_committed() throws Exception {
    try (PostgresServer server = PostgresServer.durable()) {
      String database = server.freshDatabase();
      assertThat(query(database, "show fsync")).containsExactly("on");
      assertThat(query(database, "show synchronous_commit")).containsExactly("on");
      assertThat(query(database, "show full_page_writes")).containsExactly("on");
      query(database, "create table t (v text)");
      query(database, "insert into t values ('kept')");

      server.kill();
      assertThatThrownBy(() -> query(database, "select 1")).hasMessageContaining("refused");
      assertThatThrownBy(server::freshDatabase).hasMessage("killed or closed");
      server.start();
      server.start();

      assertThat(query(database, "select v from t")).containsExactly("kept");
      server.kill();
      server.start();
      assertThat(query(database, "select v from t")).containsExactly("kept");
      server.close();
    }
  }
}
