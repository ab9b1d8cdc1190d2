package shippy.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import shippy.problem.BackendException;
import shippy.problem.ProblemException;

/** What SQLite and PostgreSQL do differently. */
interface Database extends AutoCloseable {
  /** For messages: a path, or a URL without its secrets. */
  String location();

  /** Connections in auto-commit mode. */
  HikariDataSource reader();

  /** A new connection for transactions that write; they end with COMMIT or ROLLBACK. */
  Connection writer() throws SQLException;

  /** What begins a transaction there; nothing if it begins by itself. */
  Optional<String> begin();

  /** Told once its tables are up to date. */
  default void opened() {}

  /** Damage found since it was opened, after which it is not used any more. */
  default Optional<BackendException> damage() {
    return Optional.empty();
  }

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
