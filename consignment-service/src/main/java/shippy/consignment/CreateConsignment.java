package shippy.consignment;

import static java.util.Objects.requireNonNull;
import static shippy.consignment.CallContext.within;

import io.grpc.Context;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import shippy.clock.Clock;
import shippy.service.Statuses;
import shippy.service.Workers;

/**
 * Makes a consignment: intent stored first, then driven to its decision, and only then the answer.
 * Never blocks; safe for any thread.
 */
final class CreateConsignment {
  private final ConsignmentRepository store;
  private final Saga saga;
  private final Workers workers;
  private final Clock clock;

  CreateConsignment(ConsignmentRepository store, Saga saga, Workers workers, Clock clock) {
    this.store = requireNonNull(store, "store");
    this.saga = requireNonNull(saga, "saga");
    this.workers = requireNonNull(workers, "workers");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * The confirmed consignment; or a failure with {@code ALREADY_EXISTS} if the id has other
   * content, {@code FAILED_PRECONDITION} if it is certain that no vessel takes it or it was
   * cancelled, {@code UNAVAILABLE} if that is not known yet. Reserving ends with the caller's gRPC
   * context; what is certain then is stored even if the caller has left.
   */
  CompletableFuture<Consignment> run(Consignment intent) {
    Context caller = Context.current();
    return workers
        .call(() -> begin(intent))
        .thenCompose(within(caller, this::drive))
        .thenApply(CreateConsignment::acknowledge);
  }

  private Consignment begin(Consignment intent) {
    Consignment stored = store.insert(intent, clock.now().plus(Resolver.CLAIM));
    stored.cargo().differenceTo(intent.cargo()).ifPresent(d -> refuse(intent.id(), d));
    return stored;
  }

  private CompletableFuture<Consignment> drive(Consignment row) {
    return saga.drive(row)
        .whenComplete(
            (decided, failure) -> {
              if (failure != null) {
                Unsettled.logUnexpected(row.id(), failure);
              }
            });
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

  private static void refuse(String id, Cargo.Difference difference) {
    throw Statuses.of(
        Status.Code.ALREADY_EXISTS,
        "%s: %s (expected: %s, which id %s was first sent with; or a new id)"
            .formatted(
                difference.field(), difference.there(), difference.here(), Statuses.quote(id)));
  }
}
