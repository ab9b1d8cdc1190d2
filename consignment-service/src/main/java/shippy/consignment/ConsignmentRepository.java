package shippy.consignment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import shippy.consignment.Consignment.State;

/**
 * The consignments. Every method is one transaction: it happens wholly or not at all, as if alone,
 * seen by every instance that shares the store, and it has lasted when the method returns. Methods
 * block and are safe for any thread; each may be repeated after a failure of unknown outcome.
 *
 * <p>Whoever moves a consignment to another state decides: {@link #confirm}, {@link #abort} and
 * {@link #cancel} move it only from the states they name, change nothing else and return what is
 * stored afterwards, so the caller learns who won.
 *
 * <p>A consignment is unsettled from its insertion, and again from each move, until {@link #settle}
 * says that the vessel service knows its state. {@link #claim} hands out unsettled ones.
 *
 * <p>A store that fails throws an unchecked exception of its own.
 */
interface ConsignmentRepository {
  /**
   * Stores the intent, claimed until then, unless its id is there; returns what is now stored under
   * the id. What was there keeps its claim.
   */
  Consignment insert(Consignment intent, Instant claimedUntil);

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

  /** From pending or confirmed to cancelled; empty if the id was never inserted. */
  Optional<Consignment> cancel(String id);

  /** Notes that the vessel service knows this state; no effect if the state is another by now. */
  void settle(String id, State state);

  /**
   * Takes unsettled consignments whose claim is over, at most so many: first those whose claim
   * ended first. They are claimed until then, so whoever claims before gets others. Returned in no
   * particular order. A claim only saves double work: it hinders no other method.
   */
  List<Consignment> claim(Instant now, Instant until, int limit);

  /** The consignment in whatever state. */
  Optional<Consignment> find(String id);

  /**
   * The consignments in these states after the position, or from the start, in the order of {@link
   * ListPosition}; at most so many.
   */
  List<Consignment> page(Set<State> states, Optional<ListPosition> after, int limit);
}
