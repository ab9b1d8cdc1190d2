package shippy.consignment;

import static java.util.Objects.requireNonNull;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.Optional;
import shippy.client.Client;
import shippy.clock.Clock;
import shippy.clock.TimeOrderedIds;
import shippy.platform.Platform;
import shippy.proto.consignment.ConsignmentId;
import shippy.proto.consignment.GetRequest;
import shippy.proto.consignment.Response;
import shippy.proto.consignment.ShippingServiceGrpc.ShippingServiceImplBase;
import shippy.service.Answer;
import shippy.service.IdempotencyKey;
import shippy.service.Statuses;
import shippy.service.Workers;
import shippy.store.Store;
import shippy.telemetry.Instrument;

/**
 * The gRPC service. Never blocks its caller: the store writes on a thread of its own, workers read,
 * and no thread waits for the vessel service.
 */
final class ConsignmentHandler extends ShippingServiceImplBase {
  static final String VESSEL_SERVICE = "shippy.service.vessel";
  private static final int STORE_THREADS = 8;
  private static final int STORE_QUEUE = 1_000;

  private final ConsignmentRepository store;
  private final Saga saga;
  private final CancelConsignment cancellation;
  private final ConsignmentPages pages;
  private final Workers workers;
  private final TimeOrderedIds ids;
  private final Clock clock;

  ConsignmentHandler(
      ConsignmentRepository store,
      Saga saga,
      CancelConsignment cancellation,
      Workers workers,
      Clock clock) {
    this.store = requireNonNull(store, "store");
    this.saga = requireNonNull(saga, "saga");
    this.cancellation = requireNonNull(cancellation, "cancellation");
    this.pages = new ConsignmentPages(store);
    this.workers = requireNonNull(workers, "workers");
    this.ids = TimeOrderedIds.on(clock);
    this.clock = clock;
  }

  static ConsignmentHandler on(Platform platform) {
    Client client = platform.own(Client.of(platform));
    return on(platform, repository(platform), new GrpcVessels(client.channel(VESSEL_SERVICE)));
  }

  /**
   * A handler with this store and these vessels. Starts the recovery. The platform closes what they
   * use, the last made first.
   */
  static ConsignmentHandler on(Platform platform, ConsignmentRepository store, Vessels vessels) {
    Clock clock = platform.clock();
    Workers workers = Workers.on(platform, "consignment-store", STORE_THREADS, STORE_QUEUE);
    VesselNotifier notifier = new VesselNotifier(store, vessels, workers, clock);
    Saga saga = new Saga(store, vessels, notifier, clock);
    saga.outcomes().instruments().forEach(platform.monitor()::add);
    platform.own(new SagaRecovery(store, saga, notifier, workers, clock)).start();
    return new ConsignmentHandler(
        store, saga, new CancelConsignment(store, notifier, clock), workers, clock);
  }

  private static ConsignmentRepository repository(Platform platform) {
    return Store.open(platform.config(), SqlConsignmentRepository.SCHEMA)
        .<ConsignmentRepository>map(
            store -> new SqlConsignmentRepository(observed(store, platform)))
        .orElseGet(InMemoryConsignmentRepository::new);
  }

  private static Store observed(Store store, Platform platform) {
    platform
        .monitor()
        .add(
            Instrument.counter(
                "shippy_store_commits", "Transactions committed.", Map.of(), store::commits));
    platform.monitor().add(Workers.shed("store", store::refusals));
    return platform.own(store);
  }

  @Override
  public void createConsignment(
      shippy.proto.consignment.Consignment request, StreamObserver<Response> caller) {
    Answer.to(
        caller,
        () -> {
          Consignment intent = intent(request);
          return saga.create(intent).thenApply(stored -> created(stored, intent));
        });
  }

  @Override
  public void getConsignments(GetRequest request, StreamObserver<Response> caller) {
    workers.answer(caller, () -> pages.page(request));
  }

  @Override
  public void getConsignment(ConsignmentId request, StreamObserver<Response> caller) {
    workers.answer(caller, () -> found(request, store.find(id(request))));
  }

  @Override
  public void cancelConsignment(ConsignmentId request, StreamObserver<Response> caller) {
    Answer.to(caller, () -> cancellation.run(id(request)).thenApply(row -> found(request, row)));
  }

  private Consignment intent(shippy.proto.consignment.Consignment request) {
    String id = IdempotencyKey.idOf(request.getId(), ids);
    return Consignment.pending(id, ConsignmentProtos.content(request), clock.now());
  }

  private static String id(ConsignmentId request) {
    return Statuses.id("id", request.getId());
  }

  private static Response found(ConsignmentId request, Optional<Consignment> row) {
    if (row.isEmpty()) {
      throw Statuses.of(
          Status.Code.NOT_FOUND,
          "id: %s (expected: the id of a consignment; GetConsignments lists them)"
              .formatted(Statuses.quote(request.getId())));
    }
    return Response.newBuilder().setConsignment(ConsignmentProtos.message(row.get())).build();
  }

  /** If this call has stored it, it was accepted at the time of the call. */
  private static Response created(Consignment stored, Consignment intent) {
    return Response.newBuilder()
        .setCreated(true)
        .setAlreadyThere(!stored.createdAt().equals(intent.createdAt()))
        .setConsignment(ConsignmentProtos.message(stored))
        .build();
  }
}
