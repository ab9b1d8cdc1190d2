package shippy.vessel;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Collection;
import java.util.List;
import shippy.proto.vessel.Refusal;
import shippy.proto.vessel.ReservationIds;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.service.Statuses;

/** Converts messages to the domain and back; validates what comes in. */
final class VesselProtos {
  private static final int MAX_TEXT = 256;
  private static final int MAX_IDS = 1_000;

  private VesselProtos() {}

  static CargoSize size(Specification wire) {
    return new CargoSize(
        positive("specification.capacity", "containers", wire.getCapacity()),
        positive("specification.max_weight", "kilograms", wire.getMaxWeight()));
  }

  /** The id of a reservation or vessel. */
  static String id(String id) {
    return Statuses.id("id", id);
  }

  static List<String> ids(ReservationIds wire) {
    if (wire.getIdsCount() == 0 || wire.getIdsCount() > MAX_IDS) {
      throw Statuses.invalid("ids", wire.getIdsCount(), "1 to " + MAX_IDS);
    }
    return wire.getIdsList().stream().map(id -> Statuses.id("ids", id)).toList();
  }

  static Refusal refusal(String id, StatusRuntimeException refused) {
    Status status = refused.getStatus();
    return Refusal.newBuilder()
        .setId(id)
        .setCode(status.getCode().value())
        .setMessage(String.valueOf(status.getDescription()))
        .build();
  }

  static Vessel vessel(String id, shippy.proto.vessel.Vessel wire) {
    return Vessel.empty(
        id,
        Statuses.text("name", wire.getName(), MAX_TEXT),
        Statuses.text("owner_id", wire.getOwnerId(), MAX_TEXT),
        positive("capacity", "containers", wire.getCapacity()),
        positive("max_weight", "kilograms", wire.getMaxWeight()));
  }

  static Response response(Vessel vessel) {
    return Response.newBuilder().setVessel(message(vessel)).build();
  }

  static Response created(Vessel vessel) {
    return Response.newBuilder().setVessel(message(vessel)).setCreated(true).build();
  }

  static Response response(Collection<Vessel> fleet) {
    Response.Builder response = Response.newBuilder();
    fleet.forEach(vessel -> response.addVessels(message(vessel)));
    return response.build();
  }

  static Response page(Collection<Reservation> reservations, String nextPageToken) {
    Response.Builder response = Response.newBuilder().setNextPageToken(nextPageToken);
    reservations.forEach(reservation -> response.addReservations(message(reservation)));
    return response.build();
  }

  private static shippy.proto.vessel.Reservation message(Reservation reservation) {
    CargoSize size = reservation.size();
    return shippy.proto.vessel.Reservation.newBuilder()
        .setId(reservation.id())
        .setSpecification(
            Specification.newBuilder().setCapacity(size.containers()).setMaxWeight(size.weightKg()))
        .setVesselId(reservation.vesselId())
        .setConfirmed(reservation.state() == Reservation.State.CONFIRMED)
        .build();
  }

  private static shippy.proto.vessel.Vessel message(Vessel vessel) {
    return shippy.proto.vessel.Vessel.newBuilder()
        .setId(vessel.id())
        .setName(vessel.name())
        .setOwnerId(vessel.ownerId())
        .setCapacity(vessel.capacity())
        .setMaxWeight(vessel.maxWeightKg())
        .setAvailable(vessel.freeCapacity() > 0 && vessel.freeWeightKg() > 0)
        .setUsedCapacity(Math.toIntExact(vessel.usedCapacity()))
        .setUsedWeight(Math.toIntExact(vessel.usedWeightKg()))
        .build();
  }

  private static int positive(String what, String unit, int value) {
    if (value <= 0) {
      throw Statuses.invalid(what, value, unit + ", more than 0");
    }
    return value;
  }
}
