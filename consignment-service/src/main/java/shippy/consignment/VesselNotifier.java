package shippy.consignment;

import static java.util.Objects.requireNonNull;
import static shippy.consignment.CallContext.within;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.consignment.Consignment.State;
import shippy.problem.ProblemText;
import shippy.problem.StateChangeLogger;
import shippy.service.Answer;
import shippy.service.Statuses;
import shippy.service.Workers;

/**
 * Tells the vessel service to confirm or release a reservation, then settles it in the store. Makes
 * one attempt, which may outlive the call that asked for it; {@link SagaRecovery} repeats a failed
 * one. Never blocks; safe for any thread.
 */
final class VesselNotifier {
  private static final Logger LOG = LoggerFactory.getLogger(VesselNotifier.class);

  /** Answers to Confirm that would be the same again. */
  private static final Set<Status.Code> FINAL =
      EnumSet.of(Status.Code.NOT_FOUND, Status.Code.FAILED_PRECONDITION);

  private final ConsignmentRepository store;
  private final Vessels vessels;
  private final Workers workers;
  private final StateChangeLogger telling =
      retried(LOG, "telling the vessel service what was decided");

  VesselNotifier(ConsignmentRepository store, Vessels vessels, Workers workers) {
    this.store = requireNonNull(store, "store");
    this.vessels = requireNonNull(vessels, "vessels");
    this.workers = requireNonNull(workers, "workers");
  }

  /**
   * Confirms or releases the reservation of a decided consignment. Completes after the attempt with
   * whether it succeeded; never fails.
   */
  CompletableFuture<Boolean> tell(Consignment decided) {
    Context beyondCaller = Context.current().fork();
    return within(beyondCaller, this::call)
        .apply(decided)
        .thenCompose(within(beyondCaller, refusal -> note(decided, refusal)))
        .handle(
            (done, failure) -> {
              telling.note(failure);
              return failure == null;
            });
  }

  /** For something that is retried. Logs a gRPC status as text, anything else with its trace. */
  static StateChangeLogger retried(Logger log, String what) {
    return new StateChangeLogger(
        log,
        what,
        failure -> {
          Throwable cause = Answer.cause(failure);
          if (cause instanceof StatusRuntimeException) {
            log.warn("{} failed, retrying: {}", what, text(Status.fromThrowable(cause)));
          } else {
            log.warn("{} failed, retrying", what, cause);
          }
        });
  }

  /** The final refusal of the vessel service; empty if it agreed. */
  private CompletableFuture<Optional<Status>> call(Consignment decided) {
    String id = decided.id();
    return switch (decided.state()) {
      case CONFIRMED ->
          vessels.confirm(id).thenApply(done -> agreed()).exceptionally(VesselNotifier::refusal);
      case ABORTED, CANCELLED -> vessels.release(id).thenApply(done -> agreed());
      case PENDING -> throw new IllegalArgumentException(id + ": PENDING (expected: decided)");
    };
  }

  private static Optional<Status> agreed() {
    return Optional.empty();
  }

  private static Optional<Status> refusal(Throwable failure) {
    Throwable cause = Answer.cause(failure);
    Status status = Status.fromThrowable(cause);
    if (FINAL.contains(status.getCode())) {
      return Optional.of(status);
    }
    throw new CompletionException(cause);
  }

  private CompletableFuture<Void> note(Consignment decided, Optional<Status> refusal) {
    CompletableFuture<Void> settled = store.settle(List.of(decided.id()), decided.state());
    return refusal
        .map(why -> workers.call(() -> complain(decided, why)).thenCombine(settled, (a, b) -> b))
        .orElse(settled);
  }

  // If it was cancelled meanwhile, the refusal is right.
  private boolean complain(Consignment decided, Status why) {
    Optional<State> now = store.find(decided.id()).map(Consignment::state);
    boolean stands = now.equals(Optional.of(decided.state()));
    if (stands) {
      complain(decided.id(), why);
    }
    return stands;
  }

  private static void complain(String id, Status why) {
    LOG.error(
        "consignment {} is confirmed, but the vessel service holds no place for it: {}"
            + " (compare both: shippy fsck)",
        id,
        text(why));
  }

  private static String text(Status status) {
    return ProblemText.clean(Statuses.describe(status));
  }
}
