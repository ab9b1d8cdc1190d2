package shippy.vessel;

import static java.util.Objects.requireNonNull;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import shippy.clock.TimeOrderedIds;
import shippy.platform.Platform;
import shippy.proto.vessel.GetRequest;
import shippy.proto.vessel.ReservationId;
import shippy.proto.vessel.ReservationIds;
import shippy.proto.vessel.ReservationsRequest;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceImplBase;
import shippy.service.Answer;
import shippy.service.IdempotencyKey;
import shippy.service.PageRequest;
import shippy.service.Statuses;
import shippy.service.Workers;
import shippy.store.Store;
import shippy.telemetry.Instrument;
import shippy.vessel.VesselRepository.ConfirmResult;
import shippy.vessel.VesselRepository.Found;
import shippy.vessel.VesselRepository.Held;
import shippy.vessel.VesselRepository.NothingFits;
import shippy.vessel.VesselRepository.OtherSize;
import shippy.vessel.VesselRepository.Released;
import shippy.vessel.VesselRepository.ReserveResult;
import shippy.vessel.VesselRepository.SearchResult;
import shippy.vessel.VesselRepository.StoreFull;

/**
 * The gRPC service. Never blocks its caller: the store does its writing on a thread of its own, and
 * workers do the rest.
 */
final class VesselHandler extends VesselServiceImplBase {
  // The answer of GetVessels must fit into one message of 4 MiB; a vessel has at most 1.8 KiB.
  static final int MAX_FLEET = 2_000;

  /** The vessels of a new service. Best fit puts the tutorial's sample on vessel001. */
  static final List<Vessel> FIRST_FLEET =
      List.of(
          Vessel.empty("vessel001", "Kane's Salty Secret", "shippy", 500, 200_000),
          Vessel.empty("vessel002", "Boaty McBoatface", "shippy", 2_000, 20_000_000),
          Vessel.empty("vessel003", "Unsinkable II", "shippy", 24_000, 200_000_000));

  private static final int STORE_THREADS = 8;
  private static final int STORE_QUEUE = 1_000;

  private final VesselRepository vessels;
  private final TimeOrderedIds ids;
  private final Workers workers;

  VesselHandler(VesselRepository vessels, TimeOrderedIds ids, Workers workers) {
    this.vessels = requireNonNull(vessels, "vessels");
    this.ids = requireNonNull(ids, "ids");
    this.workers = requireNonNull(workers, "workers");
  }

  static VesselHandler on(Platform platform) {
    return on(platform, repository(platform));
  }

  /** A handler with this store; adds the first fleet if the store is empty. */
  static VesselHandler on(Platform platform, VesselRepository vessels) {
    vessels.seed(FIRST_FLEET);
    return new VesselHandler(
        vessels,
        TimeOrderedIds.on(platform.clock()),
        Workers.on(platform, "vessel-store", STORE_THREADS, STORE_QUEUE));
  }

  private static VesselRepository repository(Platform platform) {
    return Store.open(platform.config(), SqlVesselRepository.SCHEMA)
        .<VesselRepository>map(store -> new SqlVesselRepository(observed(store, platform)))
        .orElseGet(InMemoryVesselRepository::new);
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
  public void findAvailable(Specification request, StreamObserver<Response> caller) {
    workers.answer(caller, () -> find(VesselProtos.size(request)));
  }

  @Override
  public void create(shippy.proto.vessel.Vessel request, StreamObserver<Response> caller) {
    workers.answer(caller, () -> create(request));
  }

  @Override
  public void getVessels(GetRequest request, StreamObserver<Response> caller) {
    workers.answer(caller, () -> VesselProtos.response(vessels.list()));
  }

  @Override
  public void reserve(shippy.proto.vessel.Reservation request, StreamObserver<Response> caller) {
    Answer.to(
        caller,
        () ->
            reserve(
                VesselProtos.id(request.getId()), VesselProtos.size(request.getSpecification())));
  }

  @Override
  public void confirm(ReservationId request, StreamObserver<Response> caller) {
    Answer.to(caller, () -> confirm(VesselProtos.id(request.getId())));
  }

  @Override
  public void batchConfirm(ReservationIds request, StreamObserver<Response> caller) {
    Answer.to(
        caller,
        () -> vessels.confirmAll(VesselProtos.ids(request)).thenApply(VesselHandler::refusals));
  }

  @Override
  public void release(ReservationId request, StreamObserver<Response> caller) {
    Answer.to(
        caller,
        () ->
            vessels
                .release(VesselProtos.id(request.getId()))
                .thenApply(done -> Response.getDefaultInstance()));
  }

  @Override
  public void getReservations(ReservationsRequest request, StreamObserver<Response> caller) {
    workers.answer(caller, () -> reservations(request));
  }

  private Response find(CargoSize size) {
    SearchResult outcome = vessels.bestFit(size);
    if (outcome instanceof Found found) {
      return VesselProtos.response(found.vessel());
    }
    throw VesselErrors.nothingFits(Status.Code.NOT_FOUND, size, (NothingFits) outcome);
  }

  private Response create(shippy.proto.vessel.Vessel request) {
    Vessel vessel = VesselProtos.vessel(IdempotencyKey.idOf(request.getId(), ids), request);
    requireRoomFor(vessel);
    Vessel stored = vessels.create(vessel);
    if (!stored.isSameShipAs(vessel)) {
      throw VesselErrors.otherVessel(stored);
    }
    return VesselProtos.created(stored);
  }

  // Several creates at once may exceed the limit by a few; the message has room for them.
  private void requireRoomFor(Vessel vessel) {
    List<Vessel> fleet = vessels.list();
    if (fleet.size() >= MAX_FLEET && fleet.stream().noneMatch(v -> v.id().equals(vessel.id()))) {
      throw Statuses.of(
          Status.Code.RESOURCE_EXHAUSTED,
          "fleet: %d vessels (expected: at most %d)".formatted(fleet.size() + 1, MAX_FLEET));
    }
  }

  private CompletableFuture<Response> reserve(String id, CargoSize size) {
    return vessels.reserve(id, size).thenApply(outcome -> reserved(id, size, outcome));
  }

  private static Response reserved(String id, CargoSize size, ReserveResult outcome) {
    if (outcome instanceof Held held) {
      return VesselProtos.response(held.vessel());
    }
    if (outcome instanceof OtherSize other) {
      throw VesselErrors.otherSize(id, size, other);
    }
    if (outcome instanceof Released) {
      throw VesselErrors.released(id);
    }
    if (outcome instanceof StoreFull full) {
      throw VesselErrors.full(full);
    }
    throw VesselErrors.nothingFits(Status.Code.FAILED_PRECONDITION, size, (NothingFits) outcome);
  }

  private CompletableFuture<Response> confirm(String id) {
    return vessels.confirm(id).thenApply(outcome -> confirmed(id, outcome));
  }

  private static Response refusals(Map<String, ConfirmResult> refused) {
    Response.Builder response = Response.newBuilder();
    refused.forEach(
        (id, outcome) -> response.addRefusals(VesselProtos.refusal(id, refusal(id, outcome))));
    return response.build();
  }

  private static StatusRuntimeException refusal(String id, ConfirmResult outcome) {
    return outcome instanceof Released ? VesselErrors.released(id) : VesselErrors.unknown(id);
  }

  private static Response confirmed(String id, ConfirmResult outcome) {
    if (outcome instanceof Held held) {
      return VesselProtos.response(held.vessel());
    }
    throw refusal(id, outcome);
  }

  /** Reads one more to know whether there is another page. A page has at most 280 KiB. */
  private Response reservations(ReservationsRequest request) {
    PageRequest page = new PageRequest(request.getPageSize(), request.getPageToken());
    int size = page.size();
    List<Reservation> found = vessels.reservations(page.after(VesselProtos::id), size + 1);
    return found.size() <= size
        ? VesselProtos.page(found, "")
        : VesselProtos.page(found.subList(0, size), PageRequest.token(found.get(size - 1).id()));
  }
}
