package shippy.consignment;

import static java.util.Objects.requireNonNull;
import static shippy.consignment.CallContext.within;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.consignment.Consignment.State;
import shippy.service.Answer;
import shippy.service.Statuses;

/**
 * Leads from an intent to a decision: stores the intent, reserves capacity, stores the decision,
 * tells the vessel service. The first to move the stored row out of {@code PENDING} decides, so any
 * number of callers in any number of processes may work on one row and get one result. Never
 * blocks; safe for any thread.
 */
final class Saga {
  private static final Logger LOG = LoggerFactory.getLogger(Saga.class);

  private final ConsignmentRepository store;
  private final Vessels vessels;
  private final VesselNotifier notifier;
  private final Clock clock;
  private final SagaOutcomes outcomes = new SagaOutcomes();

  Saga(ConsignmentRepository store, Vessels vessels, VesselNotifier notifier, Clock clock) {
    this.store = requireNonNull(store, "store");
    this.vessels = requireNonNull(vessels, "vessels");
    this.notifier = requireNonNull(notifier, "notifier");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * The confirmed consignment. Fails with {@code ALREADY_EXISTS} if the id has other content,
   * {@code FAILED_PRECONDITION} if certainly no vessel takes it or it was cancelled, {@code
   * UNAVAILABLE} if that is not known yet. See {@link #decide} for a caller that leaves.
   */
  CompletableFuture<Consignment> create(Consignment intent) {
    Context caller = Context.current();
    return store
        .insert(intent, clock.now().plus(SagaRecovery.CLAIM))
        .thenApply(stored -> requireSame(stored, intent))
        .thenCompose(within(caller, this::decide))
        .whenComplete((decided, failure) -> logUnexpected(intent.id(), failure))
        .thenApply(Saga::acknowledge);
  }

  /**
   * The consignment as stored once it is decided, by this or another caller; fails with {@link
   * UndecidedException} if it is not. Does not wait until the vessel service knows it. Reserving
   * ends with the caller's gRPC context; a decision is stored even if the caller has left.
   */
  CompletableFuture<Consignment> decide(Consignment row) {
    if (row.state() != State.PENDING) {
      return CompletableFuture.completedFuture(row);
    }
    Context beyondCaller = Context.current().fork();
    CompletableFuture<Vessels.Reply> reply =
        vessels.reserve(row.id(), row.content().weightKg(), row.content().containers().size());
    return orUndecided(row.id(), "vessel service", reply)
        .thenCompose(
            within(beyondCaller, r -> orUndecided(row.id(), "store", storeDecision(row, r))))
        .whenComplete((decided, failure) -> outcomes.count(decided));
  }

  /** How decisions of this process ended. */
  SagaOutcomes outcomes() {
    return outcomes;
  }

  private static Consignment requireSame(Consignment stored, Consignment intent) {
    stored.content().differenceTo(intent.content()).ifPresent(d -> refuse(intent.id(), d));
    return stored;
  }

  /** Stores the decision, then tells the vessel service the stored one, which may be another's. */
  private CompletableFuture<Consignment> storeDecision(Consignment row, Vessels.Reply reply) {
    if (reply instanceof Vessels.Taken taken) {
      return thenTell(store.confirm(row, taken.vesselId()));
    }
    Vessels.Refused refused = (Vessels.Refused) reply;
    return refused.cause() == Vessels.Cause.ID_IN_USE
        ? abortWithoutRelease(row, refused.reason())
        : thenTell(store.abort(row, refused.reason()));
  }

  // The reservation of this id belongs to another row: see RATIONALE.md.
  private CompletableFuture<Consignment> abortWithoutRelease(Consignment row, String reason) {
    return store
        .abort(row, reason)
        .thenCompose(
            within(
                Context.current(),
                decided ->
                    store.settle(List.of(row.id()), State.ABORTED).thenApply(settled -> decided)));
  }

  private CompletableFuture<Consignment> thenTell(CompletableFuture<Consignment> decision) {
    return decision.thenApply(within(Context.current(), this::tell));
  }

  private Consignment tell(Consignment decided) {
    CompletableFuture<?> unused = notifier.tell(decided);
    return decided;
  }

  private static <T> CompletableFuture<T> orUndecided(
      String id, String who, CompletableFuture<T> future) {
    return future.exceptionallyCompose(
        failure -> CompletableFuture.failedFuture(new UndecidedException(id, who, failure)));
  }

  /** Logs a reason that is not an answer of the vessel service or the workers. */
  private static void logUnexpected(String id, @Nullable Throwable failure) {
    if (failure != null
        && Answer.cause(failure) instanceof UndecidedException undecided
        && !(undecided.reason() instanceof StatusRuntimeException)) {
      LOG.error("consignment {} stays pending", id, undecided.reason());
    }
  }

  private static Consignment acknowledge(Consignment row) {
    return switch (row.state()) {
      case CONFIRMED -> row;
      case ABORTED ->
          throw Statuses.of(Status.Code.FAILED_PRECONDITION, row.refusal().orElseThrow());
      case CANCELLED ->
          throw Statuses.of(
              Status.Code.FAILED_PRECONDITION,
              "id: %s is cancelled for good (expected: a new id)"
                  .formatted(Statuses.quote(row.id())));
      case PENDING -> throw new IllegalStateException(row.id() + ": PENDING (expected: decided)");
    };
  }

  private static void refuse(String id, ConsignmentContent.Difference difference) {
    throw Statuses.of(
        Status.Code.ALREADY_EXISTS,
        "%s: %s (expected: %s, which id %s was first sent with; or a new id)"
            .formatted(
                difference.field(), difference.there(), difference.here(), Statuses.quote(id)));
  }
}
