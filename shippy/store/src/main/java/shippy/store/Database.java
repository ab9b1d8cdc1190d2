package shippy.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import shippy.problem.BackendException;
import shippy.problem.ProblemException;

/** What SQLite and PostgreSQL do differently. Connections are in auto-commit mode. */
interface Database extends AutoCloseable {
  /** For the errors: a path, or an URL without its secrets. */
  String location();

  HikariDataSource reader();

  /** Does the work in a transaction that may write, and returns when it has lasted. */
  <T> T transaction(Work<T> work) throws SQLException;

  /** A statement of a schema in this database's words. */
  String ddl(String statement);

  /** Counts the tables of a name, which is its one value. */
  String tableQuery();

  /** Whether a transaction lost against another one, and may win if it is done again. */
  boolean isConflict(SQLException failure);

  /** What a failure means to a caller. */
  BackendException failure(SQLException failure);

  /** What a failure means to who starts the service. */
  ProblemException refusal(SQLException failure);

  @Override
  void close();
}
