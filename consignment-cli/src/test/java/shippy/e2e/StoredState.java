package shippy.e2e;

import java.util.List;
import java.util.Optional;

/**
 * What is stored on both sides.
 *
 * @param consignments all rows, in any state
 * @param holds live reservations
 */
record StoredState(List<Row> consignments, List<Hold> holds, List<VesselLoad> vessels) {
  StoredState {
    consignments = List.copyOf(consignments);
    holds = List.copyOf(holds);
    vessels = List.copyOf(vessels);
  }

  /**
   * A consignment.
   *
   * @param vesselId empty if it has none
   */
  record Row(String id, String state, String vesselId) {
    boolean confirmed() {
      return state.equals("CONFIRMED");
    }
  }

  /** A live reservation. */
  record Hold(String id, String vesselId, int containers, int weightKg, boolean confirmed) {}

  /** A pair of amounts that capacity is counted in. */
  record Amount(long containers, long weightKg) {}

  /**
   * A vessel at one moment.
   *
   * @param used what its row says is taken
   * @param held the sum of its live reservations
   */
  record VesselLoad(String vesselId, Amount capacity, Amount used, Amount held) {
    /** What is wrong with it, if anything. */
    Optional<String> fault() {
      if (held.containers() > capacity.containers() || held.weightKg() > capacity.weightKg()) {
        return Optional.of("%s carries %s of %s".formatted(vesselId, held, capacity));
      }
      return used.equals(held)
          ? Optional.empty()
          : Optional.of("%s counts %s and carries %s".formatted(vesselId, used, held));
    }
  }
}
