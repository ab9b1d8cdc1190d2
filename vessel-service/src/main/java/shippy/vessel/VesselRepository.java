package shippy.vessel;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

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
  SearchResult bestFit(CargoSize size);

  /**
   * Takes capacity of the best fit and remembers it under the id. A live id answers with its
   * reservation whatever its state, or {@code OtherSize}; a refusal leaves no trace.
   */
  ReserveResult reserve(String id, CargoSize size);

  /** Makes a reserved id confirmed. */
  ConfirmResult confirm(String id);

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

  sealed interface SearchResult permits Found, NothingFits {}

  sealed interface ReserveResult permits Held, OtherSize, Released, NothingFits {}

  sealed interface ConfirmResult permits Held, Released, Unknown {}

  /** The best fit right now. */
  record Found(Vessel vessel) implements SearchResult {}

  /** The reservation is live, and the vessel as it is with it. */
  record Held(Reservation reservation, Vessel vessel) implements ReserveResult, ConfirmResult {}

  /** The id is live with another size. */
  record OtherSize(Reservation stored) implements ReserveResult {}

  /** The id was released, for good. */
  record Released() implements ReserveResult, ConfirmResult {}

  /** The id was never reserved. */
  record Unknown() implements ConfirmResult {}

  /** No vessel fits; empty if there is no vessel at all. */
  record NothingFits(Optional<Room> room) implements SearchResult, ReserveResult {}

  /**
   * How much is free at most, at the moment of the refusal.
   *
   * @param byWeight the vessel with the most free weight
   * @param byCapacity the vessel with the most free capacity
   */
  record Room(Vessel byWeight, Vessel byCapacity) {
    /** The room in a fleet; empty if there is no vessel. Of equals, the least id. */
    static Optional<Room> of(Collection<Vessel> fleet) {
      Optional<Vessel> byWeight = most(Vessel::freeWeightKg, fleet);
      Optional<Vessel> byCapacity = most(Vessel::freeCapacity, fleet);
      return byWeight.flatMap(heavy -> byCapacity.map(roomy -> new Room(heavy, roomy)));
    }

    private static Optional<Vessel> most(ToLongFunction<Vessel> free, Collection<Vessel> fleet) {
      return fleet.stream()
          .min(Comparator.comparingLong(free).reversed().thenComparing(Vessel::id));
    }
  }
}
