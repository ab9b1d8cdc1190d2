package shippy.vessel;

import java.util.List;
import java.util.Optional;

/**
 * The fleet and its reservations. Every method is one transaction: it happens wholly or not at all,
 * as if alone, seen by every instance that shares the store, and it has lasted when the method
 * returns. Methods block and are safe for any thread; each may be repeated after a failure of
 * unknown outcome, since each is idempotent.
 *
 * <p>A reservation only moves forward: none → reserved → confirmed → released, steps may be left
 * out, released is for ever. At no time does a vessel carry more than its capacity or weight, and
 * what it carries is exactly the sum of its live reservations.
 *
 * <p>A store that fails throws an unchecked exception of its own.
 */
interface VesselRepository {
  /** Adds all these vessels if there is none yet, else does nothing. */
  void seed(List<Vessel> fleet);

  /** Adds the vessel unless its id is there; returns what is now stored under the id. */
  Vessel create(Vessel vessel);

  /** The whole fleet by id. */
  List<Vessel> list();

  /**
   * The vessel that {@link #reserve} would choose now: of those with enough free weight and
   * capacity the one with the least free weight, then the least free capacity, then the least id.
   */
  Outcome.OfSearch bestFit(Spec spec);

  /**
   * Takes capacity of the best fit and remembers it under the id. A live id answers with its
   * reservation whatever its state, or {@code OtherSpec}; a refusal leaves no trace.
   */
  Outcome.OfReserve reserve(String id, Spec spec);

  /** Makes a reserved id confirmed. */
  Outcome.OfConfirm confirm(String id);

  /**
   * Gives back what the id holds, reserved or confirmed, and marks it released. Also marks an id
   * that was never seen, so that a reserve still under way comes too late.
   */
  void release(String id);

  /**
   * The live reservations whose ids are greater than {@code afterId}, or all, the first {@code
   * limit} of them by id. Ids are ordered as ASCII is. The id to go on after need not be live.
   */
  List<Reservation> reservations(Optional<String> afterId, int limit);
}
