package shippy.fsck;

import io.grpc.Channel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import shippy.client.CallFailures;
import shippy.client.Client;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.proto.consignment.ConsignmentId;
import shippy.proto.consignment.ShippingServiceGrpc;
import shippy.proto.consignment.ShippingServiceGrpc.ShippingServiceBlockingStub;
import shippy.proto.consignment.Status;
import shippy.proto.vessel.GetRequest;
import shippy.proto.vessel.Reservation;
import shippy.proto.vessel.ReservationId;
import shippy.proto.vessel.ReservationsRequest;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceBlockingStub;

/** The calls of the two services that fsck needs. Failures are problems. For one thread. */
final class ServiceClients {
  static final String CONSIGNMENT = "shippy.service.consignment";
  static final String VESSEL = "shippy.service.vessel";

  private static final int PAGE = 1_000;
  private static final List<Status> ALL =
      List.of(Status.PENDING, Status.CONFIRMED, Status.ABORTED, Status.CANCELLED);

  private final ShippingServiceBlockingStub shipping;
  private final VesselServiceBlockingStub vessels;

  ServiceClients(Channel consignment, Channel vessel) {
    this.shipping = ShippingServiceGrpc.newBlockingStub(consignment);
    this.vessels = VesselServiceGrpc.newBlockingStub(vessel);
  }

  static ServiceClients of(Client client) {
    return new ServiceClients(client.channel(CONSIGNMENT), client.channel(VESSEL));
  }

  /**
   * Reads everything, the reservations before consignments and vessels: those exist before their
   * reservation and stay, so one created meanwhile is no false mismatch.
   */
  StoredState read() {
    List<Vessel> before = fleet();
    List<Reservation> reservations = reservations();
    return new StoredState(before, reservations, fleet(), consignments());
  }

  /** The consignment as it is now; empty if it is unknown. */
  Optional<ConsignmentEntry> consignment(String id) {
    ConsignmentId request = ConsignmentId.newBuilder().setId(id).build();
    return unless(Set.of(Code.NOT_FOUND), CONSIGNMENT, () -> shipping.getConsignment(request))
        .map(response -> ConsignmentEntry.of(response.getConsignment()));
  }

  /** Confirms a reservation; false if it is not live any more. */
  boolean confirm(String id) {
    ReservationId request = ReservationId.newBuilder().setId(id).build();
    Set<Code> gone = Set.of(Code.FAILED_PRECONDITION, Code.NOT_FOUND);
    return unless(gone, VESSEL, () -> vessels.confirm(request)).isPresent();
  }

  void release(String id) {
    ReservationId request = ReservationId.newBuilder().setId(id).build();
    call(VESSEL, () -> vessels.release(request));
  }

  private List<Vessel> fleet() {
    return call(VESSEL, () -> vessels.getVessels(GetRequest.getDefaultInstance())).getVesselsList();
  }

  private List<Reservation> reservations() {
    List<Reservation> all = new ArrayList<>();
    pages(
        token -> {
          var request = ReservationsRequest.newBuilder().setPageSize(PAGE).setPageToken(token);
          var page = call(VESSEL, () -> vessels.getReservations(request.build()));
          all.addAll(page.getReservationsList());
          return page.getNextPageToken();
        });
    return all;
  }

  /** All consignments, whatever their status. */
  List<ConsignmentEntry> consignments() {
    List<ConsignmentEntry> all = new ArrayList<>();
    pages(
        token -> {
          var request =
              shippy.proto.consignment.GetRequest.newBuilder()
                  .setPageSize(PAGE)
                  .setPageToken(token)
                  .addAllStatuses(ALL);
          var page = call(CONSIGNMENT, () -> shipping.getConsignments(request.build()));
          page.getConsignmentsList()
              .forEach(consignment -> all.add(ConsignmentEntry.of(consignment)));
          return page.getNextPageToken();
        });
    return all;
  }

  private static void pages(Function<String, String> next) {
    String token = "";
    do {
      token = next.apply(token);
    } while (!token.isEmpty());
  }

  private static <T> Optional<T> unless(Set<Code> refusals, String service, Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (StatusRuntimeException e) {
      if (refusals.contains(e.getStatus().getCode())) {
        return Optional.empty();
      }
      throw problem(service, e);
    }
  }

  private static <T> T call(String service, Supplier<T> call) {
    return unless(Set.of(), service, call).orElseThrow();
  }

  private static ProblemException problem(String service, StatusRuntimeException failure) {
    if (failure.getStatus().getCode() != Code.UNIMPLEMENTED) {
      return CallFailures.problem(failure).toException(failure);
    }
    return Problem.of(ExitCode.FAILED, service + " does not offer a call that fsck needs")
        .withFact(CallFailures.problem(failure).what())
        .withLikely("an instance of it is older than this program")
        .withFix("shippy get service " + service, "which instances run, and what they offer")
        .toException(failure);
  }
}
