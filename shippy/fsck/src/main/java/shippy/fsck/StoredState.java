package shippy.fsck;

import java.util.List;
import shippy.proto.vessel.Reservation;
import shippy.proto.vessel.Vessel;

/**
 * What both services said in one pass, one listing after the other, so no snapshot.
 *
 * @param fleetBefore the fleet as it was just before the reservations
 * @param fleet the fleet as it was just after them
 */
record StoredState(
    List<Vessel> fleetBefore,
    List<Reservation> reservations,
    List<Vessel> fleet,
    List<ConsignmentEntry> bookings) {

  StoredState {
    fleetBefore = List.copyOf(fleetBefore);
    reservations = List.copyOf(reservations);
    fleet = List.copyOf(fleet);
    bookings = List.copyOf(bookings);
  }
}
