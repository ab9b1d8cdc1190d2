package shippy.consignment;

import java.util.List;
import java.util.Optional;

/**
 * The consignments. Every method is one transaction: it happens wholly or not at all, as if alone,
 * seen by every instance that shares the store, and it has lasted when the method returns. Methods
 * block and are safe for any thread; each may be repeated after a failure of unknown outcome.
 *
 * <p>Whoever moves a consignment out of {@code PENDING} decides: {@link #confirm} and {@link
 * #abort} change nothing else and return what is stored afterwards, so the caller learns who won.
 *
 * <p>A store that fails throws an unchecked exception of its own.
 */
interface ConsignmentRepository {
  /** Stores the intent unless its id is there; returns what is now stored under the id. */
  Consignment insert(Consignment intent);

  /**
   * From pending to confirmed with this vessel.
   *
   * @throws IllegalStateException if the id was never inserted
   */
  Consignment confirm(String id, String vesselId);

  /**
   * From pending to aborted for this reason.
   *
   * @throws IllegalStateException if the id was never inserted
   */
  Consignment abort(String id, String reason);

  /** The consignment in whatever state. */
  Optional<Consignment> find(String id);

  /**
   * The confirmed consignments after the position, or from the start, in the order of {@link
   * Position}; at most so many.
   */
  List<Consignment> page(Optional<Position> after, int limit);
}
