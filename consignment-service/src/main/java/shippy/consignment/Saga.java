package shippy.consignment;

import static java.util.Objects.requireNonNull;
import static shippy.consignment.CallContext.within;

import io.grpc.Context;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import shippy.consignment.Consignment.State;
import shippy.service.Workers;

/**
 * The way from a stored intent to a stored decision: capacity reserved, then the decision stored,
 * then the vessel service told of it. Whoever moves the stored row out of {@code PENDING} decides,
 * so any number of callers, in any number of processes, may drive one row at once and come to one
 * result. Never blocks; safe for any thread.
 */
final class Saga {
  private final ConsignmentRepository store;
  private final Vessels vessels;
  private final Settlement settlement;
  private final Workers workers;

  Saga(ConsignmentRepository store, Vessels vessels, Settlement settlement, Workers workers) {
    this.store = requireNonNull(store, "store");
    this.vessels = requireNonNull(vessels, "vessels");
    this.settlement = requireNonNull(settlement, "settlement");
    this.workers = requireNonNull(workers, "workers");
  }

  /**
   * The consignment as stored once it is decided, by this or another driver; fails as {@link
   * Unsettled} says if it is not. Does not wait for the vessel service to be told. Reserving ends
   * with the caller's gRPC context; what is certain then is stored even if the caller has left.
   */
  CompletableFuture<Consignment> drive(Consignment row) {
    if (row.state() != State.PENDING) {
      return CompletableFuture.completedFuture(row);
    }
    Context beyondCaller = Context.current().fork();
    CompletableFuture<Vessels.Reply> reply =
        vessels.reserve(row.id(), row.cargo().weightKg(), row.cargo().containers().size());
    return orUnsettled(row.id(), "vessel service", reply)
        .thenCompose(
            within(beyondCaller, r -> orUnsettled(row.id(), "store", decide(row.id(), r))));
  }

  private CompletableFuture<Consignment> decide(String id, Vessels.Reply reply) {
    if (reply instanceof Vessels.Taken taken) {
      return settled(() -> store.confirm(id, taken.vesselId()));
    }
    Vessels.Refused refused = (Vessels.Refused) reply;
    return refused.cause() == Vessels.Cause.ID_IN_USE
        ? workers.call(() -> abortWithoutRelease(id, refused.reason()))
        : settled(() -> store.abort(id, refused.reason()));
  }

  // What the id holds is not this row's: see RATIONALE.md.
  private Consignment abortWithoutRelease(String id, String reason) {
    Consignment decided = store.abort(id, reason);
    store.settle(id, State.ABORTED);
    return decided;
  }

  /** Decides, then tells the vessel service what was decided, here or by whoever was faster. */
  private CompletableFuture<Consignment> settled(Supplier<Consignment> decision) {
    Context beyondCaller = Context.current();
    return workers
        .call(decision)
        .thenApply(
            within(
                beyondCaller,
                decided -> {
                  CompletableFuture<?> unused = settlement.of(decided);
                  return decided;
                }));
  }

  private static <T> CompletableFuture<T> orUnsettled(
      String id, String who, CompletableFuture<T> future) {
    return future.exceptionallyCompose(
        failure -> CompletableFuture.failedFuture(Unsettled.of(id, who, failure)));
  }
}
