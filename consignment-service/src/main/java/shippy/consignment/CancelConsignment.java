package shippy.consignment;

import static java.util.Objects.requireNonNull;
import static shippy.consignment.CallContext.within;

import io.grpc.Context;
import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import shippy.clock.Clock;
import shippy.consignment.Consignment.State;
import shippy.service.Statuses;

/**
 * Cancels a consignment: first in the store, then releases its capacity. Never blocks; safe for any
 * thread.
 */
final class CancelConsignment {
  private final ConsignmentRepository store;
  private final VesselNotifier notifier;
  private final Clock clock;

  CancelConsignment(ConsignmentRepository store, VesselNotifier notifier, Clock clock) {
    this.store = requireNonNull(store, "store");
    this.notifier = requireNonNull(notifier, "notifier");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * The cancelled consignment, empty for an unknown id; fails with {@code FAILED_PRECONDITION} if
   * it was aborted. Its capacity is then free, unless the vessel service does not answer in the
   * caller's time.
   */
  CompletableFuture<Optional<Consignment>> run(String id) {
    Context caller = Context.current();
    return store
        .cancel(id)
        .thenApply(CancelConsignment::requireTaken)
        .thenCompose(within(caller, this::release));
  }

  private static Optional<Consignment> requireTaken(Optional<Consignment> stored) {
    Optional<Consignment> aborted = stored.filter(row -> row.state() == State.ABORTED);
    if (aborted.isPresent()) {
      throw Statuses.of(
          Status.Code.FAILED_PRECONDITION,
          "id: %s was not taken (expected: a consignment that is pending or confirmed)"
              .formatted(Statuses.quote(aborted.get().id())));
    }
    return stored;
  }

  private CompletableFuture<Optional<Consignment>> release(Optional<Consignment> cancelled) {
    return cancelled
        .map(row -> whileCallerWaits(notifier.tell(row)).thenApply(known -> cancelled))
        .orElseGet(() -> CompletableFuture.completedFuture(cancelled));
  }

  private CompletableFuture<Boolean> whileCallerWaits(CompletableFuture<Boolean> settled) {
    return CallContext.timeLeft()
        .map(time -> clock.schedule(time, () -> settled.complete(false)))
        .map(timer -> settled.whenComplete((known, failure) -> timer.cancel()))
        .orElse(settled);
  }
}
