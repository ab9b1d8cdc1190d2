package shippy.store;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import shippy.clock.DaemonThreads;
import shippy.problem.BackendException;
import shippy.problem.BackendException.Kind;

/**
 * Commits what waits together, on one thread: syncing one transaction takes as long as syncing
 * many. Work that throws leaves nothing behind and does not affect the others: its batch is done
 * again in halves. Safe for any thread.
 */
final class GroupCommit implements AutoCloseable {
  private static final int MAX_WAITING = 1_000;
  private static final int MAX_BATCH = 256;
  private static final int DRAIN_SECONDS = 10;

  /** Each conflict means that another transaction succeeded. */
  private static final int ATTEMPTS = 20;

  private final Database database;
  private final Transactions transactions;
  private final Function<SQLException, BackendException> failures;
  private final Runnable success;
  private final BlockingQueue<Job<?, ?>> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicBoolean awake = new AtomicBoolean();
  private final LongAdder refusals = new LongAdder();
  private final ThreadPoolExecutor writer;
  private volatile @Nullable Thread thread;

  /** Commits with these transactions; makes of an exception what callers get; tells success. */
  GroupCommit(
      Database database,
      Transactions transactions,
      Function<SQLException, BackendException> failures,
      Runnable success) {
    this.database = requireNonNull(database, "database");
    this.transactions = requireNonNull(transactions, "transactions");
    this.failures = requireNonNull(failures, "failures");
    this.success = requireNonNull(success, "success");
    this.writer =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            DaemonThreads.named("store-writer"));
  }

  /** Completes after the commit. Asks whether the work is abandoned before it begins. */
  <Q, A> CompletableFuture<A> submit(
      SqlBatchFunction<Q, A> work, Q request, BooleanSupplier abandoned) {
    Job<Q, A> job = new Job<>(work, request, abandoned, new CompletableFuture<>());
    if (!waiting.offer(job)) {
      refusals.increment();
      job.fail(
          new BackendException(
              Kind.BUSY,
              "store: %d requests waiting (expected: fewer; try again later)"
                  .formatted(MAX_WAITING),
              null));
    } else if (awake.compareAndSet(false, true)) {
      wake(job);
    }
    return job.result();
  }

  /** How much was refused because too much waited. */
  long refusals() {
    return refusals.sum();
  }

  private void wake(Job<?, ?> job) {
    try {
      writer.execute(this::commitWaiting);
    } catch (RejectedExecutionException e) {
      awake.set(false);
      if (waiting.remove(job)) {
        job.fail(new BackendException(Kind.UNAVAILABLE, "store: stopping", e));
      }
    }
  }

  void requireOtherThread() {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException(
          "store: write on the thread of the store (expected: submit, or another thread)");
    }
  }

  /** What comes from now on wakes the writer again. */
  private void commitWaiting() {
    thread = Thread.currentThread();
    awake.set(false);
    for (List<Job<?, ?>> batch = next(); !batch.isEmpty(); batch = next()) {
      commit(batch.stream().filter(Job::isWanted).toList());
    }
  }

  private List<Job<?, ?>> next() {
    List<Job<?, ?>> batch = new ArrayList<>();
    waiting.drainTo(batch, MAX_BATCH);
    return batch;
  }

  private void commit(List<Job<?, ?>> batch) {
    if (batch.isEmpty()) {
      return;
    }
    List<Runnable> answers = List.of();
    try {
      answers = attempt(batch, 1);
    } catch (SQLException | RuntimeException | Error e) {
      int half = batch.size() / 2;
      if (half > 0 && mayBeOfOne(e)) {
        commit(batch.subList(0, half));
        commit(batch.subList(half, batch.size()));
      } else {
        Throwable failure = e instanceof SQLException sql ? failures.apply(sql) : e;
        batch.forEach(job -> job.fail(failure));
      }
    }
    answers.forEach(Runnable::run); // not above: what is committed is not done again
  }

  /** One transaction, and what completes the futures after it. */
  private List<Runnable> attempt(List<Job<?, ?>> batch, int attempt) throws SQLException {
    Map<SqlBatchFunction<?, ?>, Group<?, ?>> groups = new LinkedHashMap<>();
    batch.forEach(job -> job.join(groups));
    try {
      List<Runnable> answers = transactions.run(sql -> answers(sql, groups.values()));
      success.run();
      return answers;
    } catch (SQLException e) {
      if (batch.size() > 1 || attempt == ATTEMPTS || !database.isConflict(e)) {
        throw e;
      }
      return attempt(batch, attempt + 1);
    }
  }

  private static List<Runnable> answers(Sql sql, Iterable<Group<?, ?>> groups) throws SQLException {
    List<Runnable> all = new ArrayList<>();
    for (Group<?, ?> group : groups) {
      all.addAll(group.answers(sql));
    }
    return all;
  }

  /** Whether the others of the batch may succeed: not if the disk is full or the server away. */
  private boolean mayBeOfOne(Throwable failure) {
    return !(failure instanceof SQLException sql)
        || database.isConflict(sql)
        || Set.of(Kind.REFUSED, Kind.INTERNAL).contains(database.failure(sql).kind());
  }

  /** Waits for running and queued work, for at most 10 s. Idempotent. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        writer.shutdownNow();
      }
    } catch (InterruptedException e) {
      writer.shutdownNow();
      Thread.currentThread().interrupt();
    }
    transactions.close();
  }

  /** Work of one caller. */
  private record Job<Q, A>(
      SqlBatchFunction<Q, A> work,
      Q request,
      BooleanSupplier abandoned,
      CompletableFuture<A> result) {

    boolean isWanted() {
      if (abandoned.getAsBoolean()) {
        fail(
            new BackendException(
                Kind.UNAVAILABLE, "store: the caller left before the work began", null));
        return false;
      }
      return true;
    }

    @SuppressWarnings("unchecked") // groups are by their work
    void join(Map<SqlBatchFunction<?, ?>, Group<?, ?>> groups) {
      ((Group<Q, A>) groups.computeIfAbsent(work, key -> new Group<>(work, new ArrayList<>())))
          .jobs()
          .add(this);
    }

    void fail(Throwable failure) {
      result.completeExceptionally(failure);
    }
  }

  /** Work of one kind in a batch. */
  private record Group<Q, A>(SqlBatchFunction<Q, A> work, List<Job<Q, A>> jobs) {
    List<Runnable> answers(Sql sql) throws SQLException {
      List<A> answers = work.in(sql, jobs.stream().map(Job::request).toList());
      List<Runnable> all = new ArrayList<>();
      for (int i = 0; i < jobs.size(); i++) {
        CompletableFuture<A> result = jobs.get(i).result();
        A answer = requireNonNull(answers.get(i), "answer");
        all.add(() -> result.complete(answer));
      }
      return all;
    }
  }
}
