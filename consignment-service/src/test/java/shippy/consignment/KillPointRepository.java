package shippy.consignment;

import static shippy.consignment.KillPoint.ABORT_BETWEEN_CAS_AND_RELEASE;
import static shippy.consignment.KillPoint.AFTER_CONFIRMED_COMMIT;
import static shippy.consignment.KillPoint.AFTER_INTENT;
import static shippy.consignment.KillPoint.BEFORE_CONFIRMED_COMMIT;
import static shippy.consignment.KillPoint.CANCEL_BETWEEN_CAS_AND_RELEASE;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import shippy.store.Store;

/** The consignments in a database, with a place to stand still after each move. */
final class KillPointRepository extends ForwardingRepository {
  private final Store store;
  private final KillPointHalt halt;

  KillPointRepository(Store store, KillPointHalt halt) {
    super(new SqlConsignmentRepository(store));
    this.store = store;
    this.halt = halt;
  }

  @Override
  public CompletableFuture<Consignment> insert(Consignment intent, Instant claimedUntil) {
    return then(AFTER_INTENT, intent.id(), super.insert(intent, claimedUntil));
  }

  @Override
  public CompletableFuture<Consignment> confirm(Consignment pending, String vesselId) {
    var decision =
        new SqlConsignmentRepository.Decision(pending, vesselId, pending.confirmed(vesselId));
    return then(
        AFTER_CONFIRMED_COMMIT,
        pending.id(),
        store.submit(
            sql -> {
              Consignment confirmed =
                  SqlConsignmentRepository.CONFIRM_ALL.in(sql, List.of(decision)).get(0);
              halt.reach(BEFORE_CONFIRMED_COMMIT, pending.id());
              return confirmed;
            }));
  }

  @Override
  public CompletableFuture<Consignment> abort(Consignment pending, String reason) {
    return then(ABORT_BETWEEN_CAS_AND_RELEASE, pending.id(), super.abort(pending, reason));
  }

  @Override
  public CompletableFuture<Optional<Consignment>> cancel(String id) {
    return then(CANCEL_BETWEEN_CAS_AND_RELEASE, id, super.cancel(id));
  }

  private <T> CompletableFuture<T> then(KillPoint here, String id, CompletableFuture<T> stored) {
    return stored.thenCompose(done -> halt.hold(here, id, stored));
  }
}
