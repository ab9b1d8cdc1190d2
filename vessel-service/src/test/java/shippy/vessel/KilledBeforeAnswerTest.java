package shippy.vessel;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.client.Client;
import shippy.config.Config;
import shippy.proto.vessel.GetRequest;
import shippy.proto.vessel.ReservationId;
import shippy.proto.vessel.ReservationsRequest;
import shippy.proto.vessel.Response;
import shippy.proto.vessel.Specification;
import shippy.proto.vessel.VesselServiceGrpc;
import shippy.proto.vessel.VesselServiceGrpc.VesselServiceFutureStub;
import shippy.registry.HostPort;
import shippy.testkit.CommandHarness;
import shippy.testkit.RunningCommand;

/**
 * A service that is killed with SIGKILL between the commit of a change and its answer: the change
 * is there once, and asking again gets the answer that was lost.
 */
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
class KilledBeforeAnswerTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int TIMES = 2;
  private static final int WEIGHT_KG = 700;

  private final Client client =
      Client.open(
          Config.of(Map.of("registry", "memory", "client_request_timeout", "60s"), Map.of()));
  private final CommandHarness program = CommandHarness.main(KillAfterCommitMain.class);
  private @Nullable RunningCommand service;

  @BeforeEach
  void prepare(@TempDir Path data) {
    program
        .env("JDK_JAVA_OPTIONS", "-Xmx128m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        .env("MICRO_REGISTRY", "memory")
        .env("MICRO_DATA_DIR", data.toString());
  }

  @AfterEach
  void end() {
    client.close();
    program.close();
  }

  @Test
  void a_reservation_is_taken_once() throws Exception {
    start("reserve r1");
    for (int i = 1; i <= TIMES; i++) {
      killDuring("reserve r" + i, reserve("r" + i));
      start("reserve r" + (i + 1));
      assertThat(books()).isEqualTo("%d live, 0 confirmed, %d kg".formatted(i, i * WEIGHT_KG));
      assertThat(get(reserve("r" + i)).getVessel().getId()).isEqualTo("vessel001");
      assertThat(books()).isEqualTo("%d live, 0 confirmed, %d kg".formatted(i, i * WEIGHT_KG));
    }
  }

  @Test
  void a_confirmation_holds() throws Exception {
    start("confirm r1");
    for (int i = 1; i <= TIMES; i++) {
      get(reserve("r" + i));
      killDuring("confirm r" + i, stub().confirm(id("r" + i)));
      start("confirm r" + (i + 1));
      assertThat(books()).isEqualTo("%d live, %d confirmed, %d kg".formatted(i, i, i * WEIGHT_KG));
      assertThat(get(stub().confirm(id("r" + i))).getVessel().getId()).isEqualTo("vessel001");
      assertThat(books()).isEqualTo("%d live, %d confirmed, %d kg".formatted(i, i, i * WEIGHT_KG));
    }
  }

  @Test
  void a_release_gives_back_once_and_for_good() throws Exception {
    start("release r1");
    get(reserve("stays"));
    for (int i = 1; i <= TIMES; i++) {
      get(reserve("r" + i));
      killDuring("release r" + i, stub().release(id("r" + i)));
      start("release r" + (i + 1));
      assertThat(books()).isEqualTo("1 live, 0 confirmed, 700 kg");
      get(stub().release(id("r" + i)));
      assertThat(refusal(reserve("r" + i))).isEqualTo(Status.Code.FAILED_PRECONDITION);
      assertThat(books()).isEqualTo("1 live, 0 confirmed, 700 kg");
    }
  }

  private void start(String killAfter) {
    service = program.env(KillAfterCommitMain.VARIABLE, killAfter).start();
    service.awaitLine("Registered node: ", LIMIT);
  }

  private void killDuring(String change, ListenableFuture<Response> call) {
    service().awaitLine("committed " + change, LIMIT);
    assertThat(call.isDone()).isFalse();
    service().kill();
    service().close();
    assertThat(refusal(call)).isIn(Status.Code.UNAVAILABLE, Status.Code.UNKNOWN);
  }

  /** What is held, and what the vessels count. */
  private String books() throws Exception {
    var live =
        get(stub().getReservations(ReservationsRequest.getDefaultInstance())).getReservationsList();
    var fleet = get(stub().getVessels(GetRequest.getDefaultInstance())).getVesselsList();
    return "%d live, %d confirmed, %d kg"
        .formatted(
            live.size(),
            live.stream().filter(shippy.proto.vessel.Reservation::getConfirmed).count(),
            fleet.stream().mapToLong(shippy.proto.vessel.Vessel::getUsedWeight).sum());
  }

  private ListenableFuture<Response> reserve(String id) {
    return stub()
        .reserve(
            shippy.proto.vessel.Reservation.newBuilder()
                .setId(id)
                .setSpecification(Specification.newBuilder().setMaxWeight(WEIGHT_KG).setCapacity(1))
                .build());
  }

  private static ReservationId id(String id) {
    return ReservationId.newBuilder().setId(id).build();
  }

  private VesselServiceFutureStub stub() {
    String address = service().awaitLine("Listening on (\\S+)", LIMIT).group(1);
    return VesselServiceGrpc.newFutureStub(client.direct(HostPort.parse(address)));
  }

  private RunningCommand service() {
    return requireNonNull(service, "not started");
  }

  private static Response get(ListenableFuture<Response> call) throws Exception {
    return call.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private static Status.Code refusal(ListenableFuture<Response> call) {
    return Status.fromThrowable(catchThrowableOfType(ExecutionException.class, () -> get(call)))
        .getCode();
  }
}
