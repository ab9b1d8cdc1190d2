package shippy.consignment;

import static java.util.Objects.requireNonNull;
import static shippy.consignment.CallContext.within;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
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

  private final ConsignmentRepository store;
  private final Vessels vessels;
  private final Workers workers;
  private final ConfirmationBatches confirmations;
  private final StateChangeLogger telling =
      retried(LOG, "telling the vessel service what was decided");

  VesselNotifier(ConsignmentRepository store, Vessels vessels, Workers workers, Clock clock) {
    this.store = requireNonNull(store, "store");
    this.vessels = requireNonNull(vessels, "vessels");
    this.workers = requireNonNull(workers, "workers");
    this.confirmations = new ConfirmationBatches(this::confirm, clock);
  }

  /**
   * Confirms or releases the reservation of a decided consignment; confirmations wait a little for
   * others. Completes after the attempt with whether it succeeded; never fails.
   */
  CompletableFuture<Boolean> tell(Consignment decided) {
    return switch (decided.state()) {
      case CONFIRMED -> confirmations.add(decided.id());
      case ABORTED, CANCELLED -> release(decided);
      case PENDING ->
          throw new IllegalArgumentException(decided.id() + ": PENDING (expected: decided)");
    };
  }

  private CompletableFuture<Boolean> release(Consignment decided) {
    Context beyondCaller = Context.current().fork();
    List<String> id = List.of(decided.id());
    return noted(
        within(beyondCaller, vessels::release)
            .apply(decided.id())
            .thenCompose(within(beyondCaller, done -> store.settle(id, decided.state()))));
  }

  private CompletableFuture<Boolean> confirm(List<String> ids) {
    Context context = Context.current();
    return noted(
        vessels
            .confirm(ids)
            .thenCompose(within(context, this::complain))
            .thenCompose(within(context, done -> store.settle(ids, State.CONFIRMED))));
  }

  private CompletableFuture<Boolean> noted(CompletableFuture<Void> attempt) {
    return attempt.handle(
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

  private CompletableFuture<Void> complain(Map<String, Status> refused) {
    return refused.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : workers
            .call(
                () -> {
                  refused.forEach(this::complain);
                  return refused;
                })
            .thenAccept(done -> {});
  }

  // If it was cancelled meanwhile, the refusal is right.
  private void complain(String id, Status why) {
    Optional<State> now = store.find(id).map(Consignment::state);
    if (now.equals(Optional.of(State.CONFIRMED))) {
      LOG.error(
          "consignment {} is confirmed, but the vessel service holds no place for it: {}"
              + " (compare both: shippy fsck)",
          id,
          text(why));
    }
  }

  private static String text(Status status) {
    return ProblemText.clean(Statuses.describe(status));
  }
}
