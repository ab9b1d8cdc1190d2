package shippy.vessel;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** What the repository answers: each question has its own closed set of outcomes. */
final class Outcome {
  private Outcome() {}

  sealed interface OfSearch permits Found, NothingFits {}

  sealed interface OfReserve permits Held, OtherSpec, Released, NothingFits {}

  sealed interface OfConfirm permits Held, Released, Unknown {}

  /** The best fit right now. */
  record Found(Vessel vessel) implements OfSearch {}

  /** The reservation is live, and the vessel as it is with it. */
  record Held(Reservation reservation, Vessel vessel) implements OfReserve, OfConfirm {}

  /** The id is live with another specification. */
  record OtherSpec(Reservation stored) implements OfReserve {}

  /** The id was released, for good. */
  record Released() implements OfReserve, OfConfirm {}

  /** The id was never reserved. */
  record Unknown() implements OfConfirm {}

  /** No vessel fits; empty if there is no vessel at all. */
  record NothingFits(Optional<Room> room) implements OfSearch, OfReserve {}

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
