package shippy.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Transactions on the connections of a pool, which are in auto-commit mode. Stateless. */
final class Transactions {
  private Transactions() {}

  /** Does the work in a new transaction, which this statement begins. */
  static <T> T run(HikariDataSource pool, String begin, SqlFunction<T> work) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      execute(connection, begin);
      try {
        T result = work.in(new Sql(connection));
        execute(connection, "COMMIT");
        return result;
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(connection, pool, e);
        throw e;
      }
    }
  }

  /** Does the work within a transaction. If it throws, nothing of it remains. */
  static <T> T nested(Sql sql, SqlFunction<T> work) throws SQLException {
    sql.update("SAVEPOINT work");
    try {
      T result = work.in(sql);
      sql.update("RELEASE work");
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      undo(sql, e);
      throw e;
    }
  }

  private static void undo(Sql sql, Throwable reason) throws LostTransaction {
    try {
      sql.update("ROLLBACK TO work");
      sql.update("RELEASE work");
    } catch (SQLException e) {
      throw new LostTransaction(reason, e);
    }
  }

  /** The whole transaction has ended, for example because the disk is full. */
  static final class LostTransaction extends SQLException {
    private static final long serialVersionUID = 1;

    LostTransaction(Throwable reason, SQLException undoing) {
      super("transaction lost", reason);
      addSuppressed(undoing);
    }
  }

  /** A connection that cannot roll back is not used again. */
  private static void rollBack(Connection connection, HikariDataSource pool, Throwable reason) {
    try {
      execute(connection, "ROLLBACK");
    } catch (SQLException e) {
      reason.addSuppressed(e);
      pool.evictConnection(connection);
    }
  }

  private static void execute(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }
}
