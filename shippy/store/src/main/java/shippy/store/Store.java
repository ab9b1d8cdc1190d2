package shippy.store;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.config.Config;
import shippy.problem.BackendException;
import shippy.problem.StateChangeLogger;

/**
 * A service's database. When {@link #write} returns, what it wrote is durable: it survives the end
 * of the process, and of the machine if its disk keeps what it confirms. Every method blocks and is
 * safe for any thread; any number of processes may share one database.
 */
public final class Store implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Store.class);

  /** Each conflict means that another transaction succeeded. */
  private static final int ATTEMPTS = 20;

  private final Database database;
  private final StateChangeLogger state;

  private Store(Database database) {
    this.database = requireNonNull(database, "database");
    String what = "Store [%s]".formatted(database.location());
    this.state = new StateChangeLogger(LOG, what, failure -> LOG.error("{} fails", what, failure));
  }

  /**
   * The store that the configuration names, its tables brought to the version of the schema; empty
   * if it is {@code memory}, which needs none.
   *
   * @throws shippy.problem.ProblemException if it cannot be used, with what to do; nothing was
   *     changed then
   */
  public static Optional<Store> open(Config config, Schema schema) {
    return Location.of(config, schema.name()).map(location -> open(location.open(), schema));
  }

  private static Store open(Database database, Schema schema) {
    try {
      Store store = new Store(database);
      new Migration(store, database, schema).run();
      LOG.info(
          "Store [{}] schema {} version {}", database.location(), schema.name(), schema.version());
      return store;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /**
   * Reads. Each statement sees what is committed when it starts.
   *
   * @throws BackendException if the database fails
   */
  public <T> T read(SqlFunction<T> work) {
    try (Connection connection = database.reader().getConnection()) {
      T result = work.in(new Sql(connection));
      state.note(null);
      return result;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /**
   * Reads and writes in one transaction: completely or not at all, even if the work throws.
   *
   * @throws BackendException if the database fails; after a failure of the commit itself the
   *     outcome is unknown
   */
  public <T> T write(SqlFunction<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        T result = database.transaction(work);
        state.note(null);
        return result;
      } catch (SQLException e) {
        if (attempt == ATTEMPTS || !database.isConflict(e)) {
          throw failed(e);
        }
      }
    }
  }

  /** Idempotent. */
  @Override
  public void close() {
    database.close();
  }

  private BackendException failed(SQLException e) {
    BackendException failure = database.failure(e);
    if (failure.kind() == BackendException.Kind.REFUSED) {
      LOG.debug("Store [{}] refuses what a caller sent", database.location(), e);
      state.note(null);
    } else {
      state.note(e);
    }
    return failure;
  }
}
