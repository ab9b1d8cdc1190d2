package shippy.fsck;

import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Status;

/**
 * The part of a consignment that is compared.
 *
 * @param vesselId empty if no vessel was found
 */
record ConsignmentEntry(String id, Status status, String vesselId, CapacityUse load) {
  static ConsignmentEntry of(Consignment consignment) {
    return new ConsignmentEntry(
        consignment.getId(),
        consignment.getStatus(),
        consignment.getVesselId(),
        new CapacityUse(consignment.getWeight(), consignment.getContainersCount()));
  }
}
