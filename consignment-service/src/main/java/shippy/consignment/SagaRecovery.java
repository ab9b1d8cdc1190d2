package shippy.consignment;

import static java.util.Objects.requireNonNull;
import static shippy.consignment.CallContext.within;
import static shippy.consignment.VesselNotifier.retried;

import io.grpc.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.consignment.Consignment.State;
import shippy.problem.StateChangeLogger;
import shippy.service.Answer;
import shippy.service.Workers;

/**
 * Finishes consignments after a crash, a lost answer or an outage of the vessel service: decides on
 * pending ones and tells the vessel service decisions that it does not know. Any instance may do it
 * for all. Never blocks; safe for any thread.
 */
final class SagaRecovery implements AutoCloseable {
  static final Duration PERIOD = Duration.ofSeconds(5);

  // With PERIOD, a row waits at most 10 s after the process that worked on it has ended.
  static final Duration CLAIM = Duration.ofSeconds(5);

  static final int BATCH = 100;

  // More than one, so that a consignment that always fails does not block the others.
  static final int FAILURES = 3;

  private static final Logger LOG = LoggerFactory.getLogger(SagaRecovery.class);

  private final ConsignmentRepository store;
  private final Saga saga;
  private final VesselNotifier notifier;
  private final Workers workers;
  private final Clock clock;
  private final StateChangeLogger rounds = retried(LOG, "looking for unfinished consignments");
  private final StateChangeLogger deciding = retried(LOG, "deciding on pending consignments");
  private boolean started;
  private volatile boolean closed;

  SagaRecovery(
      ConsignmentRepository store,
      Saga saga,
      VesselNotifier notifier,
      Workers workers,
      Clock clock) {
    this.store = requireNonNull(store, "store");
    this.saga = requireNonNull(saga, "saga");
    this.notifier = requireNonNull(notifier, "notifier");
    this.workers = requireNonNull(workers, "workers");
    this.clock = requireNonNull(clock, "clock");
  }

  /** Begins the first round, and then one every {@link #PERIOD}. Idempotent. */
  synchronized void start() {
    if (!started) {
      started = true;
      round();
    }
  }

  /** Begins no new round, and nothing more in the current one. Idempotent. */
  @Override
  public void close() {
    closed = true;
  }

  // In the root context: each round starts the next one, and contexts must not nest without end.
  private void round() {
    if (!closed) {
      Context.ROOT.run(
          () -> {
            CompletableFuture<?> unused =
                workers.call(this::claim).thenCompose(this::all).handle(this::next);
          });
    }
  }

  private @Nullable Void next(@Nullable Boolean more, @Nullable Throwable failure) {
    rounds.note(failure);
    if (more != null && more) {
      round();
    } else {
      clock.schedule(PERIOD, this::round);
    }
    return null;
  }

  private List<Consignment> claim() {
    Instant now = clock.now();
    return store.claim(now, now.plus(CLAIM), BATCH);
  }

  /** Whether it went well and there may be more. */
  private CompletableFuture<Boolean> all(List<Consignment> rows) {
    List<Consignment> confirmed =
        rows.stream().filter(row -> row.state() == State.CONFIRMED).toList();
    List<Consignment> others = rows.stream().filter(row -> row.state() != State.CONFIRMED).toList();
    return tell(confirmed)
        .thenCompose(well -> rest(others.iterator(), well ? 0 : 1).thenApply(rest -> rest && well))
        .thenApply(well -> well && rows.size() == BATCH);
  }

  /** Together, which counts as one; whether all went well. */
  private CompletableFuture<Boolean> tell(List<Consignment> confirmed) {
    if (closed) {
      return CompletableFuture.completedFuture(true);
    }
    return confirmed.stream()
        .map(within(Context.ROOT, notifier::tell))
        .reduce(
            CompletableFuture.completedFuture(true),
            (all, one) -> all.thenCombine(one, Boolean::logicalAnd));
  }

  /** One after the other; whether all went well. */
  private CompletableFuture<Boolean> rest(Iterator<Consignment> rows, int failures) {
    if (closed || failures == FAILURES || !rows.hasNext()) {
      return CompletableFuture.completedFuture(true);
    }
    return within(Context.ROOT, this::finish)
        .apply(rows.next())
        .thenCompose(
            well -> rest(rows, well ? 0 : failures + 1).thenApply(others -> others && well));
  }

  private CompletableFuture<Boolean> finish(Consignment row) {
    if (row.state() != State.PENDING) {
      return notifier.tell(row);
    }
    return saga.decide(row)
        .handle(
            (decided, failure) -> {
              deciding.note(reason(failure));
              return failure == null;
            });
  }

  private static @Nullable Throwable reason(@Nullable Throwable failure) {
    return failure != null && Answer.cause(failure) instanceof UndecidedException undecided
        ? undecided.reason()
        : failure;
  }
}
