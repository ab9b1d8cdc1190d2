package shippy.fsck;

import shippy.proto.vessel.Reservation;
import shippy.proto.vessel.Vessel;

/** Weight and containers that need capacity. */
record CapacityUse(long weightKg, long containers) {
  static final CapacityUse NOTHING = new CapacityUse(0, 0);

  static CapacityUse of(Reservation reservation) {
    return new CapacityUse(
        reservation.getSpecification().getMaxWeight(),
        reservation.getSpecification().getCapacity());
  }

  static CapacityUse used(Vessel vessel) {
    return new CapacityUse(vessel.getUsedWeight(), vessel.getUsedCapacity());
  }

  static CapacityUse limit(Vessel vessel) {
    return new CapacityUse(vessel.getMaxWeight(), vessel.getCapacity());
  }

  CapacityUse plus(CapacityUse other) {
    return new CapacityUse(weightKg + other.weightKg, containers + other.containers);
  }

  CapacityUse minus(CapacityUse other) {
    return new CapacityUse(weightKg - other.weightKg, containers - other.containers);
  }

  boolean exceeds(CapacityUse limit) {
    return weightKg > limit.weightKg || containers > limit.containers;
  }

  @Override
  public String toString() {
    return "%d kg, %d container%s".formatted(weightKg, containers, containers == 1 ? "" : "s");
  }
}
