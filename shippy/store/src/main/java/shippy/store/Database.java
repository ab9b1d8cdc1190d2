package shippy.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import shippy.problem.BackendException;
import shippy.problem.ProblemException;

/** What SQLite and PostgreSQL do differently. Connections are in auto-commit mode. */
interface Database extends AutoCloseable {
  /** For messages: a path, or a URL without its secrets. */
  String location();

  HikariDataSource reader();

  /** Runs the function in a transaction that may write; returns when the commit is durable. */
  <T> T transaction(SqlFunction<T> function) throws SQLException;

  /** A statement of a schema in the SQL of this database. */
  String ddl(String statement);

  /** A query with the number of tables of a given name. */
  String tableQuery();

  /** Whether a transaction failed because of another one, so that repeating it may help. */
  boolean isConflict(SQLException failure);

  /** The failure for a caller of the service. */
  BackendException failure(SQLException failure);

  /** The failure for the person who starts the service. */
  ProblemException startFailure(SQLException failure);

  @Override
  void close();

  /** A pool that opens connections when they are needed: {@code open} has tried one. */
  static HikariConfig pool(String name, int size, Duration timeout) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName(name);
    pool.setMaximumPoolSize(size);
    pool.setMinimumIdle(0);
    pool.setInitializationFailTimeout(-1);
    pool.setConnectionTimeout(timeout.toMillis());
    return pool;
  }
}
