package shippy.e2e;

import com.google.protobuf.util.Timestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import shippy.client.Client;
import shippy.config.Config;
import shippy.e2e.StoredState.Amount;
import shippy.e2e.StoredState.Hold;
import shippy.e2e.StoredState.Row;
import shippy.e2e.StoredState.VesselLoad;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.ConsignmentId;
import shippy.proto.consignment.GetRequest;
import shippy.proto.consignment.Response;
import shippy.proto.consignment.ShippingServiceGrpc;
import shippy.proto.consignment.ShippingServiceGrpc.ShippingServiceBlockingStub;
import shippy.proto.consignment.Status;
import shippy.proto.vessel.Reservation;
import shippy.proto.vessel.ReservationsRequest;
import shippy.proto.vessel.Vessel;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceBlockingStub;

/** Both services by name, called from this process. Safe for any thread. */
final class Services implements AutoCloseable {
  private final Client client;
  private final ShippingServiceBlockingStub shipping;
  private final VesselServiceBlockingStub vessels;
  private final AnswerCount answers = new AnswerCount();

  Services(String etcdEndpoints) {
    this(Config.of(Map.of("registry", "etcd", "registry_address", etcdEndpoints), Map.of()));
  }

  Services(Config config) {
    client = Client.open(config);
    shipping =
        ShippingServiceGrpc.newBlockingStub(client.channel("shippy.service.consignment"))
            .withInterceptors(answers);
    vessels = VesselServiceGrpc.newBlockingStub(client.channel("shippy.service.vessel"));
  }

  Consignment create(Consignment consignment) {
    return shipping.createConsignment(consignment).getConsignment();
  }

  Consignment cancel(String id) {
    return shipping
        .cancelConsignment(ConsignmentId.newBuilder().setId(id).build())
        .getConsignment();
  }

  void add(Vessel vessel) {
    vessels.create(vessel);
  }

  List<Vessel> fleet() {
    return vessels.getVessels(shippy.proto.vessel.GetRequest.getDefaultInstance()).getVesselsList();
  }

  Response page(GetRequest request) {
    return shipping.getConsignments(request);
  }

  /** What the services say, page by page. */
  StoredState stored() {
    List<Reservation> live = reservations();
    List<Row> rows =
        consignments().stream()
            .map(c -> new Row(c.getId(), c.getStatus().name(), c.getVesselId()))
            .toList();
    List<Hold> holds =
        live.stream()
            .map(
                r ->
                    new Hold(
                        r.getId(),
                        r.getVesselId(),
                        r.getSpecification().getCapacity(),
                        r.getSpecification().getMaxWeight(),
                        r.getConfirmed()))
            .toList();
    return new StoredState(rows, holds, loads(holds));
  }

  /** Answers of the consignment service, by the address of the instance. */
  Map<String, Integer> answers() {
    return answers.byAddress();
  }

  /** The parts of an answer that a repeated question must get again. */
  static String essence(Consignment answer) {
    return "%s on %s at %s"
        .formatted(
            answer.getStatus(), answer.getVesselId(), Timestamps.toString(answer.getCreatedAt()));
  }

  @Override
  public void close() {
    client.close();
  }

  private List<VesselLoad> loads(List<Hold> holds) {
    Map<String, Amount> held =
        holds.stream()
            .collect(
                Collectors.toMap(
                    Hold::vesselId,
                    hold -> new Amount(hold.containers(), hold.weightKg()),
                    (a, b) ->
                        new Amount(a.containers() + b.containers(), a.weightKg() + b.weightKg())));
    return fleet().stream()
        .map(
            v ->
                new VesselLoad(
                    v.getId(),
                    new Amount(v.getCapacity(), v.getMaxWeight()),
                    new Amount(v.getUsedCapacity(), v.getUsedWeight()),
                    held.getOrDefault(v.getId(), new Amount(0, 0))))
        .toList();
  }

  private List<Consignment> consignments() {
    List<Consignment> all = new ArrayList<>();
    GetRequest.Builder request =
        GetRequest.newBuilder()
            .addAllStatuses(
                List.of(Status.PENDING, Status.CONFIRMED, Status.ABORTED, Status.CANCELLED));
    do {
      var page = page(request.build());
      all.addAll(page.getConsignmentsList());
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return all;
  }

  private List<Reservation> reservations() {
    List<Reservation> all = new ArrayList<>();
    ReservationsRequest.Builder request = ReservationsRequest.newBuilder();
    do {
      var page = vessels.getReservations(request.build());
      all.addAll(page.getReservationsList());
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return all;
  }
}
