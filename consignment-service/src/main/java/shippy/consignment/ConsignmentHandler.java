package shippy.consignment;

import static java.util.Objects.requireNonNull;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.clock.TimeOrderedIds;
import shippy.platform.Platform;
import shippy.proto.consignment.ConsignmentId;
import shippy.proto.consignment.GetRequest;
import shippy.proto.consignment.Response;
import shippy.proto.consignment.ShippingServiceGrpc.ShippingServiceImplBase;
import shippy.service.Answer;
import shippy.service.Statuses;
import shippy.service.Workers;

/**
 * The service on the wire. Never blocks its caller: the store's work is done by the workers, and no
 * thread waits for the vessel service.
 */
final class ConsignmentHandler extends ShippingServiceImplBase {
  private static final String VESSEL_SERVICE = "shippy.service.vessel";
  private static final int STORE_THREADS = 4;
  private static final int STORE_QUEUE = 1_000;

  private final ConsignmentRepository store;
  private final CreateConsignment creation;
  private final Listing listing;
  private final Workers workers;
  private final TimeOrderedIds ids;
  private final Clock clock;

  ConsignmentHandler(
      ConsignmentRepository store, CreateConsignment creation, Workers workers, Clock clock) {
    this.store = requireNonNull(store, "store");
    this.creation = requireNonNull(creation, "creation");
    this.listing = new Listing(store);
    this.workers = requireNonNull(workers, "workers");
    this.ids = TimeOrderedIds.on(clock);
    this.clock = clock;
  }

  /** The handler and all it stands on, closed with the platform: last made, first closed. */
  static ConsignmentHandler on(Platform platform) {
    Client client = platform.own(Client.of(platform));
    Vessels vessels = new GrpcVessels(client.channel(VESSEL_SERVICE));
    ConsignmentRepository store = new InMemoryConsignmentRepository();
    Workers workers = platform.own(new Workers("consignment-store", STORE_THREADS, STORE_QUEUE));
    Settlement settlement = platform.own(new Settlement(vessels, platform.clock()));
    return new ConsignmentHandler(
        store,
        new CreateConsignment(store, vessels, settlement, workers),
        workers,
        platform.clock());
  }

  @Override
  public void createConsignment(
      shippy.proto.consignment.Consignment request, StreamObserver<Response> caller) {
    Answer.to(caller, () -> creation.run(intent(request)).thenApply(ConsignmentHandler::created));
  }

  @Override
  public void getConsignments(GetRequest request, StreamObserver<Response> caller) {
    Answer.to(
        caller,
        () -> {
          Listing.Query query = Listing.query(request);
          return workers.call(() -> listing.page(query));
        });
  }

  @Override
  public void getConsignment(ConsignmentId request, StreamObserver<Response> caller) {
    Answer.to(
        caller,
        () -> {
          String id = Statuses.id("id", request.getId());
          return workers.call(() -> find(id));
        });
  }

  private Consignment intent(shippy.proto.consignment.Consignment request) {
    String id = request.getId().isEmpty() ? ids.next() : Statuses.id("id", request.getId());
    return Consignment.pending(id, Wire.cargo(request), clock.now());
  }

  private Response find(String id) {
    return store
        .find(id)
        .map(found -> Response.newBuilder().setConsignment(Wire.message(found)).build())
        .orElseThrow(
            () ->
                Statuses.of(
                    Status.Code.NOT_FOUND,
                    "id: %s (expected: the id of a consignment; GetConsignments lists them)"
                        .formatted(Statuses.quote(id))));
  }

  private static Response created(Consignment consignment) {
    return Response.newBuilder().setCreated(true).setConsignment(Wire.message(consignment)).build();
  }
}
