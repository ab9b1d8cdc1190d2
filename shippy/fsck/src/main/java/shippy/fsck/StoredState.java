package shippy.fsck;

import java.util.List;
import shippy.proto.vessel.Reservation;
import shippy.proto.vessel.Vessel;

/**
 * The data of both services in one pass. They are read one after the other: no snapshot.
 *
 * @param fleetBefore the vessels, read just before the reservations
 * @param fleet the vessels, read just after them
 */
record StoredState(
    List<Vessel> fleetBefore,
    List<Reservation> reservations,
    List<Vessel> fleet,
    List<ConsignmentEntry> consignments) {

  StoredState {
    fleetBefore = List.copyOf(fleetBefore);
    reservations = List.copyOf(reservations);
    fleet = List.copyOf(fleet);
    consignments = List.copyOf(consignments);
  }
}
