package shippy.vessel;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import shippy.service.Statuses;
import shippy.vessel.VesselRepository.NothingFits;
import shippy.vessel.VesselRepository.OtherSize;
import shippy.vessel.VesselRepository.Room;
import shippy.vessel.VesselRepository.StoreFull;

/** The errors for callers if the repository refuses something. */
final class VesselErrors {
  private VesselErrors() {}

  static StatusRuntimeException nothingFits(Status.Code code, CargoSize size, NothingFits no) {
    String why =
        no.room()
            .map(room -> why(size, room))
            .orElse("the fleet is empty (expected: at least one vessel; VesselService/Create)");
    return Statuses.of(code, "no vessel can take it: " + why);
  }

  static StatusRuntimeException otherSize(String id, CargoSize size, OtherSize other) {
    return Statuses.of(
        Status.Code.ALREADY_EXISTS,
        "specification: %s (expected: %s, which id %s holds already; or a new id)"
            .formatted(text(size), text(other.stored().size()), Statuses.quote(id)));
  }

  static StatusRuntimeException released(String id) {
    return Statuses.of(
        Status.Code.FAILED_PRECONDITION,
        "id: %s is released for good (expected: a new id)".formatted(Statuses.quote(id)));
  }

  /** Certain and for good, unlike RESOURCE_EXHAUSTED: whoever reserves for somebody may give up. */
  static StatusRuntimeException full(StoreFull full) {
    return Statuses.of(Status.Code.FAILED_PRECONDITION, "vessel service: " + full.reason());
  }

  static StatusRuntimeException unknown(String id) {
    return Statuses.of(
        Status.Code.NOT_FOUND,
        "id: %s (expected: the id of a reservation)".formatted(Statuses.quote(id)));
  }

  static StatusRuntimeException otherVessel(Vessel stored) {
    return Statuses.of(
        Status.Code.ALREADY_EXISTS,
        "id: %s is %s with %d containers, %d kg (expected: the same content, or a new id)"
            .formatted(
                Statuses.quote(stored.id()),
                Statuses.quote(stored.name()),
                stored.capacity(),
                stored.maxWeightKg()));
  }

  private static String why(CargoSize size, Room room) {
    Vessel heavy = room.byWeight();
    Vessel roomy = room.byCapacity();
    List<String> reasons = new ArrayList<>();
    if (size.weightKg() > heavy.freeWeightKg()) {
      reasons.add(
          "weight %d exceeds the largest free capacity %d kg (%s)"
              .formatted(size.weightKg(), heavy.freeWeightKg(), heavy.name()));
    }
    if (size.containers() > roomy.freeCapacity()) {
      reasons.add(
          "%d containers exceed the largest free capacity %d (%s)"
              .formatted(size.containers(), roomy.freeCapacity(), roomy.name()));
    }
    return reasons.isEmpty() ? notTogether(size, room) : String.join("; ", reasons);
  }

  private static String notTogether(CargoSize size, Room room) {
    return "weight %d and %d containers fit no vessel together (most weight free: %s; most capacity free: %s)"
        .formatted(
            size.weightKg(), size.containers(), free(room.byWeight()), free(room.byCapacity()));
  }

  private static String free(Vessel vessel) {
    return "%d kg, %d containers on %s"
        .formatted(vessel.freeWeightKg(), vessel.freeCapacity(), vessel.name());
  }

  private static String text(CargoSize size) {
    return "%d containers, %d kg".formatted(size.containers(), size.weightKg());
  }
}
