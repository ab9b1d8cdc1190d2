package shippy.store;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.config.Config;
import shippy.problem.BackendException;
import shippy.problem.StateChangeLogger;

/**
 * A service's database. When {@link #write} returns, what it wrote is durable: it survives the end
 * of the process, and of the machine if its disk keeps what it confirms. All but {@code submit}
 * block; every method is safe for any thread; any number of processes may share one database.
 */
public final class Store implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Store.class);

  /** Each does its work on its own, in the common transaction. */
  private static final SqlBatchFunction<SqlFunction<?>, Object> EACH = Store::each;

  private final Database database;
  private final Transactions transactions;
  private final GroupCommit commits;
  private final StateChangeLogger state;

  private Store(Database database) {
    this.database = requireNonNull(database, "database");
    this.transactions = new Transactions(database);
    String what = "Store [%s]".formatted(database.location());
    this.state = new StateChangeLogger(LOG, what, failure -> LOG.error("{} fails", what, failure));
    this.commits = new GroupCommit(database, transactions, this::failed, () -> state.note(null));
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

  static Store open(Database database, Schema schema) {
    Store store = new Store(database);
    try {
      new Migration(store, database, schema).run();
      database.opened();
      LOG.info(
          "Store [{}] schema {} version {}", database.location(), schema.name(), schema.version());
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /**
   * Reads. Each statement sees what is committed when it starts.
   *
   * @throws BackendException if the database fails
   */
  public <T> T read(SqlFunction<T> work) {
    Optional<BackendException> damage = database.damage();
    if (damage.isPresent()) {
      throw damage.get();
    }
    try (Connection connection = database.reader().getConnection()) {
      T result = work.in(Sql.on(connection));
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
   * @throws IllegalStateException on the thread of the store, which completes futures of {@code
   *     submit}: it would wait for itself
   */
  public <T> T write(SqlFunction<T> work) {
    commits.requireOtherThread();
    try {
      return submit(work).join();
    } catch (CompletionException e) {
      throw rethrown(e.getCause());
    }
  }

  /** {@link #write} without waiting: what it would throw is what the future fails with. */
  @SuppressWarnings("unchecked") // the answer to a function is its result
  public <T> CompletableFuture<T> submit(SqlFunction<T> work) {
    return (CompletableFuture<T>) submit(EACH, work, () -> false);
  }

  /**
   * Reads and writes in the transaction of all that waits, without waiting for it. The future
   * completes after the commit, on a thread that must not be blocked.
   *
   * @param work the same object for all requests that it may do at once
   * @param abandoned asked before the work begins, whether nobody waits for the answer any more;
   *     then the work is not done
   */
  public <Q, A> CompletableFuture<A> submit(
      SqlBatchFunction<Q, A> work, Q request, BooleanSupplier abandoned) {
    return database
        .damage()
        .<CompletableFuture<A>>map(CompletableFuture::failedFuture)
        .orElseGet(() -> commits.submit(work, request, abandoned));
  }

  /** How many transactions this process has committed here. */
  public long commits() {
    return transactions.count();
  }

  /** How many requests this process has refused because too many waited. */
  public long refusals() {
    return commits.refusals();
  }

  /** Idempotent. */
  @Override
  public void close() {
    commits.close();
    database.close();
  }

  private static List<Object> each(Sql sql, List<SqlFunction<?>> works) throws SQLException {
    List<Object> results = new ArrayList<>();
    for (SqlFunction<?> work : works) {
      results.add(work.in(sql));
    }
    return results;
  }

  private static RuntimeException rethrown(@Nullable Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(failure);
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
