package shippy.store;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Transactions on one connection, which is opened when it is needed, and again if it was lost. All
 * but {@link #count} is for one thread at a time.
 */
final class Transactions implements AutoCloseable {
  private final Database database;
  private Optional<Sql> open = Optional.empty();
  private final AtomicLong count = new AtomicLong();

  Transactions(Database database) {
    this.database = requireNonNull(database, "database");
  }

  /**
   * Does the work in a new transaction; once more if the connection turns out to be lost. Not after
   * a failure of the commit: nobody knows what became of it.
   */
  <T> T run(SqlFunction<T> work) throws SQLException {
    boolean used = open.isPresent();
    T result;
    try {
      result = begin(work);
    } catch (SQLException e) {
      if (!used || open.isPresent()) {
        throw e;
      }
      result = begin(work);
    }
    commit();
    return result;
  }

  /** How many transactions have been committed. */
  long count() {
    return count.get();
  }

  /** Idempotent. */
  @Override
  public void close() {
    open.ifPresent(Sql::close);
    open = Optional.empty();
  }

  private <T> T begin(SqlFunction<T> work) throws SQLException {
    Sql sql = sql();
    try {
      Optional<String> begin = database.begin();
      if (begin.isPresent()) {
        sql.update(begin.get());
      }
      return work.in(sql);
    } catch (SQLException | RuntimeException | Error e) {
      rollBack(sql, e);
      throw e;
    }
  }

  private void commit() throws SQLException {
    Sql sql = sql();
    try {
      sql.update("COMMIT");
      count.incrementAndGet();
    } catch (SQLException e) {
      rollBack(sql, e);
      throw e;
    }
  }

  private Sql sql() throws SQLException {
    if (open.isEmpty()) {
      Connection connection = database.writer();
      open = Optional.of(Sql.keepingStatements(connection));
    }
    return open.get();
  }

  /** A connection that cannot roll back is not used again. */
  private void rollBack(Sql sql, Throwable reason) {
    try {
      sql.update("ROLLBACK");
    } catch (SQLException e) {
      reason.addSuppressed(e);
      close();
    }
  }
}
