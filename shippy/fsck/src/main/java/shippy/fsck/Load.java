package shippy.fsck;

import shippy.proto.vessel.Reservation;
import shippy.proto.vessel.Vessel;

/** What takes capacity. */
record Load(long weightKg, long containers) {
  static final Load NOTHING = new Load(0, 0);

  static Load of(Reservation reservation) {
    return new Load(
        reservation.getSpecification().getMaxWeight(),
        reservation.getSpecification().getCapacity());
  }

  static Load used(Vessel vessel) {
    return new Load(vessel.getUsedWeight(), vessel.getUsedCapacity());
  }

  static Load limit(Vessel vessel) {
    return new Load(vessel.getMaxWeight(), vessel.getCapacity());
  }

  Load plus(Load other) {
    return new Load(weightKg + other.weightKg, containers + other.containers);
  }

  Load minus(Load other) {
    return new Load(weightKg - other.weightKg, containers - other.containers);
  }

  boolean exceeds(Load limit) {
    return weightKg > limit.weightKg || containers > limit.containers;
  }

  @Override
  public String toString() {
    return "%d kg, %d container%s".formatted(weightKg, containers, containers == 1 ? "" : "s");
  }
}
