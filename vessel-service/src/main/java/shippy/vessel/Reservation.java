package shippy.vessel;

import static java.util.Objects.requireNonNull;

/**
 * A live hold on a vessel's capacity; its id is the consignment's. A released one is no longer live
 * and only its id is remembered.
 */
record Reservation(String id, String vesselId, CargoSize size, State state) {
  enum State {
    /** Holds capacity, its consignment not yet certain. */
    RESERVED,
    /** Holds capacity for a certain consignment. */
    CONFIRMED
  }

  Reservation {
    requireNonNull(id, "id");
    requireNonNull(vesselId, "vesselId");
    requireNonNull(size, "size");
    requireNonNull(state, "state");
  }

  Reservation confirmed() {
    return new Reservation(id, vesselId, size, State.CONFIRMED);
  }
}
