package shippy.store;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Commits the work of several threads together, because syncing one transaction takes as long as
 * syncing many. The thread that holds the lock does the work of all that wait, in their order; each
 * returns after the common commit. Work that throws leaves nothing behind and does not affect the
 * others. Safe for any thread.
 */
final class GroupCommit {
  private static final int MAX_BATCH = 64;

  private final HikariDataSource writer;
  private final String begin;
  private final Queue<Job<?>> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock lock = new ReentrantLock();

  GroupCommit(HikariDataSource writer, String begin) {
    this.writer = requireNonNull(writer, "writer");
    this.begin = begin;
  }

  <T> T run(SqlFunction<T> work) throws SQLException {
    Job<T> job = new Job<>(work);
    waiting.add(job);
    lock.lock();
    try {
      while (!job.over) {
        commit(next());
      }
    } finally {
      lock.unlock();
    }
    return job.outcome();
  }

  private List<Job<?>> next() {
    List<Job<?>> batch = new ArrayList<>();
    for (Job<?> job = waiting.peek();
        job != null && batch.size() < MAX_BATCH;
        job = waiting.peek()) {
      batch.add(waiting.remove());
    }
    return batch;
  }

  private void commit(List<Job<?>> batch) {
    Optional<Throwable> failure = Optional.empty();
    try {
      Transactions.run(writer, begin, sql -> runAll(batch, sql));
    } catch (SQLException | RuntimeException | Error e) {
      failure = Optional.of(e);
    }
    for (Job<?> job : batch) {
      job.end(failure);
    }
  }

  private static int runAll(List<Job<?>> batch, Sql sql) throws SQLException {
    for (Job<?> job : batch) {
      job.run(sql);
    }
    return batch.size();
  }

  /**
   * Work and its result. Written and read under the lock, or after it by the thread that waited.
   */
  private static final class Job<T> {
    private final SqlFunction<T> work;
    private @Nullable T result;
    private Optional<Throwable> failure = Optional.empty();
    private boolean over;

    Job(SqlFunction<T> work) {
      this.work = requireNonNull(work, "work");
    }

    /** Throws only what ends the whole transaction. */
    void run(Sql sql) throws SQLException {
      try {
        result = Transactions.nested(sql, work);
      } catch (Transactions.LostTransaction e) {
        throw e;
      } catch (SQLException | RuntimeException | Error e) {
        failure = Optional.of(e);
      }
    }

    void end(Optional<Throwable> common) {
      failure = common.or(() -> failure);
      over = true;
    }

    T outcome() throws SQLException {
      Throwable reason = failure.orElse(null);
      if (reason instanceof SQLException sql) {
        throw sql;
      } else if (reason instanceof RuntimeException unchecked) {
        throw unchecked;
      } else if (reason instanceof Error error) {
        throw error;
      }
      return requireNonNull(result, "result");
    }
  }
}
