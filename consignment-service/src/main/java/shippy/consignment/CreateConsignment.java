package shippy.consignment;

import static java.util.Objects.requireNonNull;
import static shippy.consignment.CallContext.within;

import io.grpc.Context;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import shippy.consignment.Consignment.State;
import shippy.service.Statuses;
import shippy.service.Workers;

/**
 * The protocol that makes a consignment: intent stored first, then capacity reserved, then the
 * decision stored, and only then the answer. Whoever moves the stored row out of {@code PENDING}
 * decides, so any number of attempts with one id may run at once and come to one result. Never
 * blocks; safe for any thread.
 */
final class CreateConsignment {
  private final ConsignmentRepository store;
  private final Vessels vessels;
  private final Settlement settlement;
  private final Workers workers;

  CreateConsignment(
      ConsignmentRepository store, Vessels vessels, Settlement settlement, Workers workers) {
    this.store = requireNonNull(store, "store");
    this.vessels = requireNonNull(vessels, "vessels");
    this.settlement = requireNonNull(settlement, "settlement");
    this.workers = requireNonNull(workers, "workers");
  }

  /**
   * The confirmed consignment; or a failure with {@code ALREADY_EXISTS} if the id has other
   * content, {@code FAILED_PRECONDITION} if it is certain that no vessel takes it, {@code
   * UNAVAILABLE} if that is not known yet. Reserving ends with the caller's gRPC context; what is
   * certain then is stored even if the caller has left.
   */
  CompletableFuture<Consignment> run(Consignment intent) {
    Context caller = Context.current();
    return workers
        .call(() -> begin(intent))
        .thenCompose(within(caller, this::drive))
        .thenApply(CreateConsignment::acknowledge);
  }

  private Consignment begin(Consignment intent) {
    Consignment stored = store.insert(intent);
    stored.cargo().differenceTo(intent.cargo()).ifPresent(d -> refuse(intent.id(), d));
    return stored;
  }

  private CompletableFuture<Consignment> drive(Consignment row) {
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
    Supplier<Consignment> abort = () -> store.abort(id, refused.reason());
    return refused.cause() == Vessels.Cause.ID_IN_USE ? workers.call(abort) : settled(abort);
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
                  settlement.of(decided);
                  return decided;
                }));
  }

  private static Consignment acknowledge(Consignment row) {
    row.refusal()
        .ifPresent(
            reason -> {
              throw Statuses.of(Status.Code.FAILED_PRECONDITION, reason);
            });
    return row;
  }

  private static void refuse(String id, Cargo.Difference difference) {
    throw Statuses.of(
        Status.Code.ALREADY_EXISTS,
        "%s: %s (expected: %s, which id %s was first sent with; or a new id)"
            .formatted(
                difference.field(), difference.there(), difference.here(), Statuses.quote(id)));
  }

  private static <T> CompletableFuture<T> orUnsettled(
      String id, String who, CompletableFuture<T> future) {
    return future.exceptionallyCompose(
        failure -> CompletableFuture.failedFuture(Unsettled.of(id, who, failure)));
  }
}
