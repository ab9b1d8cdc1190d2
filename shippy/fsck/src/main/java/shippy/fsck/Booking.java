package shippy.fsck;

import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Status;

/**
 * What is compared of a consignment: much less than all of it.
 *
 * @param vesselId empty if no vessel was found
 */
record Booking(String id, Status status, String vesselId, Load load) {
  static Booking of(Consignment consignment) {
    return new Booking(
        consignment.getId(),
        consignment.getStatus(),
        consignment.getVesselId(),
        new Load(consignment.getWeight(), consignment.getContainersCount()));
  }
}
