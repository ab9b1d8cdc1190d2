package shippy.consignment;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import shippy.consignment.Consignment.State;

/**
 * The consignments. Every method is one transaction: atomic, isolated, visible to every instance
 * that shares the store, and durable when the method returns or its future completes. Methods that
 * return a future never block; a future may complete on a thread of the store, which must not be
 * blocked. The others block. All are safe for any thread; each may be repeated after a failure of
 * unknown outcome.
 *
 * <p>The first to change the state of a consignment decides: {@link #confirm}, {@link #abort} and
 * {@link #cancel} change only the states they name and return what is stored afterwards, so the
 * caller learns the decision.
 *
 * <p>A consignment is unsettled after its insertion and after each change of state, until {@link
 * #settle} says that the vessel service knows its state. {@link #claim} returns unsettled ones.
 *
 * <p>A store that fails throws an unchecked exception of its own, or fails the future with it.
 */
interface ConsignmentRepository {
  /**
   * Stores the intent with a claim, unless its id exists; returns what is now stored for the id. An
   * existing one keeps its claim.
   */
  CompletableFuture<Consignment> insert(Consignment intent, Instant claimedUntil);

  /**
   * From pending to confirmed with this vessel. Fails with {@code IllegalStateException} if it was
   * never inserted.
   *
   * @param pending as {@link #insert} returned it
   */
  CompletableFuture<Consignment> confirm(Consignment pending, String vesselId);

  /**
   * From pending to aborted for this reason. Fails with {@code IllegalStateException} if it was
   * never inserted.
   *
   * @param pending as {@link #insert} returned it
   */
  CompletableFuture<Consignment> abort(Consignment pending, String reason);

  /** From pending or confirmed to cancelled; empty if the id was never inserted. */
  CompletableFuture<Optional<Consignment>> cancel(String id);

  /**
   * Notes that the vessel service knows this state of these consignments, which is not pending; no
   * effect on one whose state has changed.
   */
  CompletableFuture<Void> settle(Collection<String> ids, State state);

  /**
   * Claims unsettled consignments whose claim has ended, at most so many, the oldest claims first.
   * Until the new claim ends, others get other consignments. Returns them in no particular order. A
   * claim only avoids double work: it blocks no other method.
   */
  List<Consignment> claim(Instant now, Instant until, int limit);

  /** The consignment in any state. */
  Optional<Consignment> find(String id);

  /**
   * The consignments in these states after the position, or from the start, in the order of {@link
   * ListPosition}; at most so many.
   */
  List<Consignment> page(Set<State> states, Optional<ListPosition> after, int limit);
}
