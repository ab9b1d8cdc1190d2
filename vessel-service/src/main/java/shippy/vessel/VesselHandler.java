package shippy.vessel;

import static java.util.Objects.requireNonNull;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.Supplier;
import shippy.clock.TimeOrderedIds;
import shippy.platform.Platform;
import shippy.proto.vessel.GetRequest;
import shippy.proto.vessel.ReservationId;
import shippy.proto.vessel.ReservationsRequest;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceImplBase;
import shippy.service.Answer;
import shippy.service.IdempotencyKey;
import shippy.service.Statuses;
import shippy.service.Workers;
import shippy.store.Store;

/** The service on the wire. Never blocks its caller: the store's work is done by the workers. */
final class VesselHandler extends VesselServiceImplBase {
  // What GetVessels answers must fit into one message of 4 MiB; a vessel has at most 1.8 KiB.
  static final int MAX_FLEET = 2_000;

  private static final int STORE_THREADS = 8;
  private static final int STORE_QUEUE = 1_000;

  private final VesselRepository vessels;
  private final Listing listing;
  private final TimeOrderedIds ids;
  private final Workers workers;

  VesselHandler(VesselRepository vessels, TimeOrderedIds ids, Workers workers) {
    this.vessels = requireNonNull(vessels, "vessels");
    this.listing = new Listing(vessels);
    this.ids = requireNonNull(ids, "ids");
    this.workers = requireNonNull(workers, "workers");
  }

  static VesselHandler on(Platform platform) {
    return on(platform, repository(platform));
  }

  /** The handler over this store, which has a fleet from then on. */
  static VesselHandler on(Platform platform, VesselRepository vessels) {
    vessels.seed(FirstFleet.VESSELS);
    return new VesselHandler(
        vessels,
        TimeOrderedIds.on(platform.clock()),
        platform.own(new Workers("vessel-store", STORE_THREADS, STORE_QUEUE)));
  }

  private static VesselRepository repository(Platform platform) {
    return Store.open(platform.config(), VesselSchema.SCHEMA)
        .<VesselRepository>map(store -> new SqlVesselRepository(platform.own(store)))
        .orElseGet(InMemoryVesselRepository::new);
  }

  @Override
  public void findAvailable(Specification request, StreamObserver<Response> caller) {
    answer(caller, () -> find(Wire.spec(request)));
  }

  @Override
  public void create(shippy.proto.vessel.Vessel request, StreamObserver<Response> caller) {
    answer(caller, () -> create(request));
  }

  @Override
  public void getVessels(GetRequest request, StreamObserver<Response> caller) {
    answer(caller, () -> Wire.response(vessels.list()));
  }

  @Override
  public void reserve(shippy.proto.vessel.Reservation request, StreamObserver<Response> caller) {
    answer(caller, () -> reserve(Wire.id(request.getId()), Wire.spec(request.getSpecification())));
  }

  @Override
  public void confirm(ReservationId request, StreamObserver<Response> caller) {
    answer(caller, () -> confirm(Wire.id(request.getId())));
  }

  @Override
  public void release(ReservationId request, StreamObserver<Response> caller) {
    answer(caller, () -> release(Wire.id(request.getId())));
  }

  @Override
  public void getReservations(ReservationsRequest request, StreamObserver<Response> caller) {
    Answer.to(
        caller,
        () -> {
          Listing.Query query = Listing.query(request);
          return workers.call(() -> listing.page(query));
        });
  }

  private void answer(StreamObserver<Response> caller, Supplier<Response> work) {
    Answer.to(caller, () -> workers.call(work));
  }

  private Response find(Spec spec) {
    Outcome.OfSearch outcome = vessels.bestFit(spec);
    if (outcome instanceof Outcome.Found found) {
      return Wire.response(found.vessel());
    }
    throw Refusal.nothingFits(Status.Code.NOT_FOUND, spec, (Outcome.NothingFits) outcome);
  }

  private Response create(shippy.proto.vessel.Vessel request) {
    String id =
        request.getId().isEmpty()
            ? IdempotencyKey.current().orElseGet(ids::next)
            : Wire.id(request.getId());
    Vessel vessel = Wire.vessel(id, request);
    requireRoomFor(vessel);
    Vessel stored = vessels.create(vessel);
    if (!stored.isSameShipAs(vessel)) {
      throw Refusal.otherVessel(stored);
    }
    return Wire.created(stored);
  }

  // Several creates at once may pass the limit by a few; the message has room for them.
  private void requireRoomFor(Vessel vessel) {
    List<Vessel> fleet = vessels.list();
    if (fleet.size() >= MAX_FLEET && fleet.stream().noneMatch(v -> v.id().equals(vessel.id()))) {
      throw Statuses.of(
          Status.Code.RESOURCE_EXHAUSTED,
          "fleet: %d vessels (expected: at most %d)".formatted(fleet.size() + 1, MAX_FLEET));
    }
  }

  private Response reserve(String id, Spec spec) {
    Outcome.OfReserve outcome = vessels.reserve(id, spec);
    if (outcome instanceof Outcome.Held held) {
      return Wire.response(held.vessel());
    }
    if (outcome instanceof Outcome.OtherSpec other) {
      throw Refusal.otherSpec(id, spec, other);
    }
    if (outcome instanceof Outcome.Released) {
      throw Refusal.released(id);
    }
    throw Refusal.nothingFits(Status.Code.FAILED_PRECONDITION, spec, (Outcome.NothingFits) outcome);
  }

  private Response confirm(String id) {
    Outcome.OfConfirm outcome = vessels.confirm(id);
    if (outcome instanceof Outcome.Held held) {
      return Wire.response(held.vessel());
    }
    throw outcome instanceof Outcome.Released ? Refusal.released(id) : Refusal.unknown(id);
  }

  private Response release(String id) {
    vessels.release(id);
    return Response.getDefaultInstance();
  }
}
