package shippy.vessel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import shippy.clock.Clock;
import shippy.clock.TimeOrderedIds;
import shippy.platform.Headers;
import shippy.proto.vessel.GetRequest;
import shippy.proto.vessel.Reservation;
import shippy.proto.vessel.ReservationId;
import shippy.proto.vessel.ReservationsRequest;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceBlockingStub;
import shippy.service.IdempotencyKey;
import shippy.service.PageRequest;
import shippy.service.Workers;

class VesselHandlerTest {
  private final VesselRepository store = new InMemoryVesselRepository();
  private final Workers workers = new Workers("test-store", 2, 10);
  private Server server;
  private ManagedChannel channel;
  private VesselServiceBlockingStub vessels;

  @BeforeEach
  void start() throws IOException {
    store.seed(VesselHandler.FIRST_FLEET);
    String name = InProcessServerBuilder.generateName();
    server =
        InProcessServerBuilder.forName(name)
            .directExecutor()
            .addService(new VesselHandler(store, TimeOrderedIds.on(Clock.system()), workers))
            .intercept(IdempotencyKey.interceptor())
            .build()
            .start();
    channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    vessels = VesselServiceGrpc.newBlockingStub(channel);
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
    workers.close();
  }

  @Test
  void find_available_answers_with_the_best_fit() {
    assertThat(vessels.findAvailable(spec(3, 55_000)).getVessel())
        .isEqualTo(
            shippy.proto.vessel.Vessel.newBuilder()
                .setId("vessel001")
                .setName("Kane's Salty Secret")
                .setOwnerId("shippy")
                .setCapacity(500)
                .setMaxWeight(200_000)
                .setAvailable(true)
                .build());
  }

  @Test
  void find_available_says_how_much_is_free() {
    refused(
        () -> vessels.findAvailable(spec(1, 200_000_001)),
        Status.Code.NOT_FOUND,
        "no vessel can take it: weight 200000001 exceeds the largest free capacity 200000000 kg"
            + " (Unsinkable II)");
  }

  @Test
  void reserve_takes_capacity_and_a_full_vessel_is_not_available() {
    Response reserved = reserve("c1", 500, 200_000);
    assertThat(reserved.getVessel().getId()).isEqualTo("vessel001");
    assertThat(reserved.getVessel().getUsedCapacity()).isEqualTo(500);
    assertThat(reserved.getVessel().getUsedWeight()).isEqualTo(200_000);
    assertThat(reserved.getVessel().getAvailable()).isFalse();
    assertThat(reserve("c1", 500, 200_000)).isEqualTo(reserved);
    assertThat(vessels.confirm(id("c1"))).isEqualTo(reserved);
    vessels.release(id("c1"));
    assertThat(fleet().get(0).getUsedWeight()).isZero();
    assertThat(fleet().get(0).getAvailable()).isTrue();
  }

  @Test
  void refusal_names_what_does_not_fit() {
    refused(
        () -> reserve("c1", 24_001, 1),
        Status.Code.FAILED_PRECONDITION,
        "no vessel can take it: 24001 containers exceed the largest free capacity 24000"
            + " (Unsinkable II)");
    refused(
        () -> reserve("c1", 24_001, 200_000_001),
        Status.Code.FAILED_PRECONDITION,
        "no vessel can take it: weight 200000001 exceeds the largest free capacity 200000000 kg"
            + " (Unsinkable II); 24001 containers exceed the largest free capacity 24000"
            + " (Unsinkable II)");
  }

  @Test
  void refusal_names_a_combination_that_does_not_fit() {
    reserve("bulk", 23_999, 30_000_000);
    refused(
        () -> reserve("c1", 2_000, 20_000_001),
        Status.Code.FAILED_PRECONDITION,
        "no vessel can take it: weight 20000001 and 2000 containers fit no vessel together"
            + " (most weight free: 170000000 kg, 1 containers on Unsinkable II;"
            + " most capacity free: 20000000 kg, 2000 containers on Boaty McBoatface)");
  }

  @Test
  void id_in_use_elsewhere_or_released_or_unknown_is_refused() {
    reserve("c1", 3, 55_000);
    refused(
        () -> reserve("c1", 4, 55_000),
        Status.Code.ALREADY_EXISTS,
        "specification: 4 containers, 55000 kg (expected: 3 containers, 55000 kg,"
            + " which id \"c1\" holds already; or a new id)");
    refused(
        () -> vessels.confirm(id("c2")),
        Status.Code.NOT_FOUND,
        "id: \"c2\" (expected: the id of a reservation)");
    vessels.release(id("c2"));
    String released = "id: \"c2\" is released for good (expected: a new id)";
    refused(() -> reserve("c2", 1, 1), Status.Code.FAILED_PRECONDITION, released);
    refused(() -> vessels.confirm(id("c2")), Status.Code.FAILED_PRECONDITION, released);
  }

  @Test
  void wrong_input_is_refused_with_the_expectation() {
    invalid(
        () -> vessels.findAvailable(spec(0, 1)),
        "specification.capacity: 0 (expected: containers, more than 0)");
    invalid(
        () -> reserve("c1", 1, -5),
        "specification.max_weight: -5 (expected: kilograms, more than 0)");
    invalid(
        () -> vessels.release(id("")), "id: \"\" (expected: 1 to 128 visible ASCII characters)");
    invalid(
        () -> vessels.confirm(id("a\u001bb")),
        "id: \"a?b\" (expected: 1 to 128 visible ASCII characters)");
    invalid(
        () -> vessels.create(vessel("", "x".repeat(257))),
        "name: 257 characters (expected: at most 256)");
    invalid(
        () -> vessels.create(vessel("v", "n").toBuilder().setCapacity(0).build()),
        "capacity: 0 (expected: containers, more than 0)");
    invalid(
        () -> vessels.create(vessel("v", "n").toBuilder().setMaxWeight(-1).build()),
        "max_weight: -1 (expected: kilograms, more than 0)");
  }

  @Test
  void create_without_id_is_idempotent_by_the_key_of_the_call() {
    Metadata headers = new Metadata();
    headers.put(Headers.IDEMPOTENCY_KEY, "key-1");
    vessels = vessels.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    assertThat(vessels.create(vessel("v2", "Named")).getVessel().getId()).isEqualTo("v2");
    Response made = vessels.create(vessel("", "Nameless"));
    assertThat(made.getVessel().getId()).isEqualTo("key-1");
    assertThat(vessels.create(vessel("", "Nameless"))).isEqualTo(made);
  }

  @Test
  void create_makes_an_id_and_is_idempotent_by_id() {
    Response made = vessels.create(vessel("", "Nameless"));
    assertThat(made.getCreated()).isTrue();
    assertThat(made.getVessel().getId()).hasSize(36);
    assertThat(vessels.create(vessel(made.getVessel().getId(), "Nameless"))).isEqualTo(made);
    assertThat(fleet()).hasSize(4);
    refused(
        () -> vessels.create(vessel("vessel001", "Mine")),
        Status.Code.ALREADY_EXISTS,
        "id: \"vessel001\" is \"Kane's Salty Secret\" with 500 containers, 200000 kg"
            + " (expected: the same content, or a new id)");
  }

  @Test
  void reservations_are_told_with_vessel_specification_and_state() {
    reserve("c2", 3, 55_000);
    reserve("c1", 1, 300_000);
    vessels.confirm(id("c1"));
    assertThat(reservations(0, ""))
        .isEqualTo(
            Response.newBuilder()
                .addReservations(held("c1", 1, 300_000, "vessel002").setConfirmed(true))
                .addReservations(held("c2", 3, 55_000, "vessel001"))
                .build());
  }

  @Test
  void pages_of_reservations_lead_to_one_another() {
    for (String id : List.of("a", "b", "c", "d")) {
      reserve(id, 1, 1);
    }
    Response first = reservations(2, "");
    assertThat(first.getReservationsList())
        .extracting(Reservation::getId)
        .containsExactly("a", "b");
    Response last = reservations(2, first.getNextPageToken());
    assertThat(last.getReservationsList()).extracting(Reservation::getId).containsExactly("c", "d");
    assertThat(last.getNextPageToken()).as("no page after a full last one").isEmpty();
  }

  @Test
  void page_of_reservations_holds_a_thousand_at_most() {
    for (int i = 0; i <= PageRequest.MAX_SIZE; i++) {
      var unused = store.reserve("%0128d".formatted(i), new CargoSize(1, 1));
    }
    Response first = reservations(0, "");
    assertThat(first).isEqualTo(reservations(PageRequest.MAX_SIZE, ""));
    assertThat(first.getReservationsCount()).isEqualTo(1_000);
    assertThat(reservations(0, first.getNextPageToken()).getReservationsCount()).isEqualTo(1);
  }

  @Test
  void wrong_page_is_refused_with_the_expectation() {
    String size = "page_size: %d (expected: 0 to 1000; 0 means 1000)";
    invalid(() -> reservations(-1, ""), size.formatted(-1));
    invalid(() -> reservations(1_001, ""), size.formatted(1_001));
    String token = "page_token: \"%s\" (expected: next_page_token of the page before)";
    invalid(() -> reservations(0, "no token"), token.formatted("no token"));
    invalid(() -> reservations(0, "AA"), token.formatted("AA"));
    invalid(() -> reservations(0, "="), token.formatted("="));
  }

  @Test
  void fleet_never_outgrows_a_message() {
    String longest = "\u20ac".repeat(256);
    for (int i = fleet().size(); i < VesselHandler.MAX_FLEET; i++) {
      store.create(Vessel.empty("%0128d".formatted(i), longest, longest, 1, 1));
    }
    assertThat(vessels.getVessels(GetRequest.getDefaultInstance()).getSerializedSize())
        .isLessThan(4 * 1024 * 1024);
    refused(
        () -> vessels.create(vessel("one-more", "n")),
        Status.Code.RESOURCE_EXHAUSTED,
        "fleet: 2001 vessels (expected: at most 2000)");
  }

  private Response reserve(String id, int containers, int weightKg) {
    return vessels.reserve(
        Reservation.newBuilder().setId(id).setSpecification(spec(containers, weightKg)).build());
  }

  private Response reservations(int size, String token) {
    return vessels.getReservations(
        ReservationsRequest.newBuilder().setPageSize(size).setPageToken(token).build());
  }

  private static Reservation.Builder held(String id, int containers, int weightKg, String vessel) {
    return Reservation.newBuilder()
        .setId(id)
        .setSpecification(spec(containers, weightKg))
        .setVesselId(vessel);
  }

  private List<shippy.proto.vessel.Vessel> fleet() {
    return vessels.getVessels(GetRequest.getDefaultInstance()).getVesselsList();
  }

  private static Specification spec(int containers, int weightKg) {
    return Specification.newBuilder().setCapacity(containers).setMaxWeight(weightKg).build();
  }

  private static ReservationId id(String id) {
    return ReservationId.newBuilder().setId(id).build();
  }

  private static shippy.proto.vessel.Vessel vessel(String id, String name) {
    var vessel = shippy.proto.vessel.Vessel.newBuilder().setId(id).setName(name);
    return vessel.setCapacity(10).setMaxWeight(100).build();
  }

  private static void invalid(Supplier<Response> call, String text) {
    refused(call, Status.Code.INVALID_ARGUMENT, text);
  }

  private static void refused(Supplier<Response> call, Status.Code code, String text) {
    Status status = catchThrowableOfType(StatusRuntimeException.class, call::get).getStatus();
    assertThat(status.getDescription()).isEqualTo(text);
    assertThat(status.getCode()).isEqualTo(code);
  }
}
