package shippy.vessel;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * A vessel and the capacity that live reservations use. Sums are long: two ints may exceed an int.
 */
record Vessel(
    String id,
    String name,
    String ownerId,
    int capacity,
    int maxWeightKg,
    long usedCapacity,
    long usedWeightKg) {

  /** Best fit first: least free weight, then least free capacity, then id. */
  static final Comparator<Vessel> TIGHTEST =
      Comparator.comparingLong(Vessel::freeWeightKg)
          .thenComparingLong(Vessel::freeCapacity)
          .thenComparing(Vessel::id);

  Vessel {
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(ownerId, "ownerId");
    requireWithin("used capacity", usedCapacity, capacity);
    requireWithin("used weight", usedWeightKg, maxWeightKg);
  }

  /** A vessel without reservations. */
  static Vessel empty(String id, String name, String ownerId, int capacity, int maxWeightKg) {
    return new Vessel(id, name, ownerId, capacity, maxWeightKg, 0, 0);
  }

  long freeCapacity() {
    return capacity - usedCapacity;
  }

  long freeWeightKg() {
    return maxWeightKg - usedWeightKg;
  }

  boolean fits(CargoSize size) {
    return freeCapacity() >= size.containers() && freeWeightKg() >= size.weightKg();
  }

  Vessel taking(CargoSize size) {
    return using(usedCapacity + size.containers(), usedWeightKg + size.weightKg());
  }

  Vessel givingBack(CargoSize size) {
    return using(usedCapacity - size.containers(), usedWeightKg - size.weightKg());
  }

  /** Whether the other is the same vessel, whatever its reservations. */
  boolean isSameShipAs(Vessel other) {
    return using(0, 0).equals(other.using(0, 0));
  }

  private Vessel using(long containers, long weightKg) {
    return new Vessel(id, name, ownerId, capacity, maxWeightKg, containers, weightKg);
  }

  // The second guard against overbooking: no such vessel can exist.
  private static void requireWithin(String what, long used, int limit) {
    if (used < 0 || used > limit) {
      throw new IllegalArgumentException("%s: %d (expected: 0-%d)".formatted(what, used, limit));
    }
  }
}
