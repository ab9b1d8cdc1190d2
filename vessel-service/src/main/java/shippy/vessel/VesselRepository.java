package shippy.vessel;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;

/**
 * The fleet and its reservations. Every method is one transaction: atomic, isolated, visible to
 * every instance that shares the store, and durable when the method returns or its future
 * completes. Methods that return a future never block; a future may complete on a thread of the
 * store, which must not be blocked. The others block. All are safe for any thread. Each is
 * idempotent, so it may be repeated after a failure of unknown outcome.
 *
 * <p>A reservation only moves forward: none → reserved → confirmed → released. It may skip states;
 * released is final. A vessel never carries more than its capacity or weight, and its load is
 * always the sum of its live reservations.
 *
 * <p>A store that fails throws an unchecked exception of its own, or fails the future with it.
 */
interface VesselRepository {
  /** Adds these vessels if there are none yet. */
  void seed(List<Vessel> fleet);

  /** Adds the vessel unless its id exists; returns what is now stored for the id. */
  Vessel create(Vessel vessel);

  /** All vessels, ordered by id. */
  List<Vessel> list();

  /**
   * The vessel that {@link #reserve} would choose now: the one with the least free weight that is
   * enough, then the least free capacity, then the lowest id.
   */
  SearchResult bestFit(CargoSize size);

  /**
   * Reserves capacity of the best fit for the id. For a live id returns its reservation, whatever
   * its state, or {@code OtherSize}. A refusal changes nothing.
   */
  CompletableFuture<ReserveResult> reserve(String id, CargoSize size);

  /** Confirms the reservation of an id. */
  CompletableFuture<ConfirmResult> confirm(String id);

  /** Confirms the reservations of all these ids but those that it returns, with the reason. */
  CompletableFuture<Map<String, ConfirmResult>> confirmAll(List<String> ids);

  /**
   * Releases the capacity of the id, reserved or confirmed, and marks the id as released. Also
   * marks an unknown id, so that a late reserve is refused.
   */
  CompletableFuture<Void> release(String id);

  /**
   * The first {@code limit} live reservations by id, after {@code afterId} if there is one, which
   * need not be live. Ids are in ASCII order.
   */
  List<Reservation> reservations(Optional<String> afterId, int limit);

  sealed interface SearchResult permits Found, NothingFits {}

  sealed interface ReserveResult permits Held, OtherSize, Released, NothingFits, StoreFull {}

  sealed interface ConfirmResult permits Held, Released, Unknown {}

  /** The best fit right now. */
  record Found(Vessel vessel) implements SearchResult {}

  /** The reservation is live; the vessel includes it. */
  record Held(Reservation reservation, Vessel vessel) implements ReserveResult, ConfirmResult {}

  /** The id is live with another size. */
  record OtherSize(Reservation stored) implements ReserveResult {}

  /** The id was released, for good. */
  record Released() implements ReserveResult, ConfirmResult {}

  /** The id was never reserved. */
  record Unknown() implements ConfirmResult {}

  /** No vessel fits; empty if there is no vessel at all. */
  record NothingFits(Optional<Room> room) implements SearchResult, ReserveResult {}

  /** The store can keep no more reservations, whatever is released. */
  record StoreFull(String reason) implements ReserveResult {}

  /**
   * The most free room at the moment of the refusal.
   *
   * @param byWeight the vessel with the most free weight
   * @param byCapacity the vessel with the most free capacity
   */
  record Room(Vessel byWeight, Vessel byCapacity) {
    /**
     * The room in a fleet; empty if there is no vessel. Of equal vessels, the one with the lowest
     * id.
     */
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
