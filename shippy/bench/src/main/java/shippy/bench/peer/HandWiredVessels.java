package shippy.bench.peer;

import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.Map;
import shippy.proto.vessel.Reservation;
import shippy.proto.vessel.ReservationId;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceImplBase;

/** One vessel and what is reserved on it; one lock is the transaction. */
final class HandWiredVessels extends VesselServiceImplBase {
  private final Map<String, Reservation> reservations = new HashMap<>();
  private Vessel vessel = Vessel.getDefaultInstance();

  @Override
  public void create(Vessel request, StreamObserver<Response> answer) {
    answer(answer, set(request));
  }

  @Override
  public void reserve(Reservation request, StreamObserver<Response> answer) {
    answer(answer, take(request));
  }

  @Override
  public void confirm(ReservationId request, StreamObserver<Response> answer) {
    answer(answer, confirm(request.getId()));
  }

  private synchronized Response set(Vessel request) {
    vessel = request;
    return Response.newBuilder().setVessel(request).setCreated(true).build();
  }

  private synchronized Response take(Reservation request) {
    if (reservations.putIfAbsent(request.getId(), request) == null) {
      vessel =
          vessel.toBuilder()
              .setUsedCapacity(vessel.getUsedCapacity() + request.getSpecification().getCapacity())
              .setUsedWeight(vessel.getUsedWeight() + request.getSpecification().getMaxWeight())
              .build();
    }
    return Response.newBuilder().setVessel(vessel).build();
  }

  private synchronized Response confirm(String id) {
    reservations.computeIfPresent(
        id, (key, stored) -> stored.toBuilder().setConfirmed(true).build());
    return Response.newBuilder().setVessel(vessel).build();
  }

  private static void answer(StreamObserver<Response> to, Response response) {
    to.onNext(response);
    to.onCompleted();
  }
}
