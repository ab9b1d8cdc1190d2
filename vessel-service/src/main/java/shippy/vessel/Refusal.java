package shippy.vessel;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import shippy.service.Statuses;
import shippy.vessel.Outcome.OtherSpec;
import shippy.vessel.Outcome.Room;

/** What callers are told when the repository says no. */
final class Refusal {
  private Refusal() {}

  static StatusRuntimeException nothingFits(Status.Code code, Spec spec, Outcome.NothingFits no) {
    String why =
        no.room()
            .map(room -> why(spec, room))
            .orElse("the fleet is empty (expected: at least one vessel; VesselService/Create)");
    return Statuses.of(code, "no vessel can take it: " + why);
  }

  static StatusRuntimeException otherSpec(String id, Spec spec, OtherSpec other) {
    return Statuses.of(
        Status.Code.ALREADY_EXISTS,
        "specification: %s (expected: %s, which id %s holds already; or a new id)"
            .formatted(text(spec), text(other.stored().spec()), Statuses.quote(id)));
  }

  static StatusRuntimeException released(String id) {
    return Statuses.of(
        Status.Code.FAILED_PRECONDITION,
        "id: %s is released for good (expected: a new id)".formatted(Statuses.quote(id)));
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

  private static String why(Spec spec, Room room) {
    Vessel heavy = room.byWeight();
    Vessel roomy = room.byCapacity();
    List<String> reasons = new ArrayList<>();
    if (spec.weightKg() > heavy.freeWeightKg()) {
      reasons.add(
          "weight %d exceeds the largest free capacity %d kg (%s)"
              .formatted(spec.weightKg(), heavy.freeWeightKg(), heavy.name()));
    }
    if (spec.containers() > roomy.freeCapacity()) {
      reasons.add(
          "%d containers exceed the largest free capacity %d (%s)"
              .formatted(spec.containers(), roomy.freeCapacity(), roomy.name()));
    }
    return reasons.isEmpty() ? notTogether(spec, room) : String.join("; ", reasons);
  }

  private static String notTogether(Spec spec, Room room) {
    return "weight %d and %d containers fit no vessel together (most weight free: %s; most capacity free: %s)"
        .formatted(
            spec.weightKg(), spec.containers(), free(room.byWeight()), free(room.byCapacity()));
  }

  private static String free(Vessel vessel) {
    return "%d kg, %d containers on %s"
        .formatted(vessel.freeWeightKg(), vessel.freeCapacity(), vessel.name());
  }

  private static String text(Spec spec) {
    return "%d containers, %d kg".formatted(spec.containers(), spec.weightKg());
  }
}
