package shippy.vessel;

import static java.util.Objects.requireNonNull;

/**
 * Capacity of a vessel that is held for the consignment with the same id. Of a released one only
 * the id is kept.
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
