package shippy.bench.peer;

import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Response;
import shippy.proto.consignment.ShippingServiceGrpc.ShippingServiceImplBase;
import shippy.proto.vessel.Reservation;
import shippy.proto.vessel.ReservationId;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceStub;

/** Stores an intent, reserves, stores the decision, answers, confirms. */
final class HandWiredConsignments extends ShippingServiceImplBase {
  private final Map<String, Consignment> rows = new ConcurrentHashMap<>();
  private final VesselServiceStub vessels;

  HandWiredConsignments(Channel channel) {
    vessels = VesselServiceGrpc.newStub(channel);
  }

  @Override
  public void createConsignment(Consignment request, StreamObserver<Response> answer) {
    rows.put(request.getId(), request);
    Reservation reservation =
        Reservation.newBuilder()
            .setId(request.getId())
            .setSpecification(
                Specification.newBuilder()
                    .setCapacity(request.getContainersCount())
                    .setMaxWeight(request.getWeight()))
            .build();
    vessels.reserve(
        reservation,
        new Last(answer::onError, taken -> decide(request, taken.getVessel().getId(), answer)));
  }

  private void decide(Consignment request, String vessel, StreamObserver<Response> answer) {
    Consignment decided = request.toBuilder().setVesselId(vessel).build();
    rows.put(decided.getId(), decided);
    Context.current()
        .fork()
        .run(
            () ->
                vessels.confirm(
                    ReservationId.newBuilder().setId(decided.getId()).build(),
                    new Last(failure -> {}, confirmed -> {})));
    answer.onNext(Response.newBuilder().setCreated(true).setConsignment(decided).build());
    answer.onCompleted();
  }

  /** Goes on when a call has ended: an answer before that would cancel the call. */
  private static final class Last implements StreamObserver<shippy.proto.vessel.Response> {
    private final Consumer<Throwable> failed;
    private final Consumer<shippy.proto.vessel.Response> ended;
    private shippy.proto.vessel.Response last = shippy.proto.vessel.Response.getDefaultInstance();

    Last(Consumer<Throwable> failed, Consumer<shippy.proto.vessel.Response> ended) {
      this.failed = failed;
      this.ended = ended;
    }

    @Override
    public void onNext(shippy.proto.vessel.Response response) {
      last = response;
    }

    @Override
    public void onError(Throwable failure) {
      failed.accept(Status.fromThrowable(failure).asRuntimeException());
    }

    @Override
    public void onCompleted() {
      ended.accept(last);
    }
  }
}
