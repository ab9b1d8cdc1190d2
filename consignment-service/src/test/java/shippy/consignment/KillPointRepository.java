package shippy.consignment;

import static shippy.consignment.KillPoint.ABORT_BETWEEN_CAS_AND_RELEASE;
import static shippy.consignment.KillPoint.AFTER_CONFIRMED_COMMIT;
import static shippy.consignment.KillPoint.AFTER_INTENT;
import static shippy.consignment.KillPoint.BEFORE_CONFIRMED_COMMIT;
import static shippy.consignment.KillPoint.CANCEL_BETWEEN_CAS_AND_RELEASE;

import java.time.Instant;
import java.util.Optional;
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
  public Consignment insert(Consignment intent, Instant claimedUntil) {
    Consignment stored = super.insert(intent, claimedUntil);
    halt.reach(AFTER_INTENT, intent.id());
    return stored;
  }

  @Override
  public Consignment confirm(String id, String vesselId) {
    Consignment stored =
        store.write(
            sql -> {
              Consignment confirmed = SqlConsignmentRepository.confirm(sql, id, vesselId);
              halt.reach(BEFORE_CONFIRMED_COMMIT, id);
              return confirmed;
            });
    halt.reach(AFTER_CONFIRMED_COMMIT, id);
    return stored;
  }

  @Override
  public Consignment abort(String id, String reason) {
    Consignment stored = super.abort(id, reason);
    halt.reach(ABORT_BETWEEN_CAS_AND_RELEASE, id);
    return stored;
  }

  @Override
  public Optional<Consignment> cancel(String id) {
    Optional<Consignment> stored = super.cancel(id);
    halt.reach(CANCEL_BETWEEN_CAS_AND_RELEASE, id);
    return stored;
  }
}
