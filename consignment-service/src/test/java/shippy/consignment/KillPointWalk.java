package shippy.consignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static shippy.testkit.Eventually.eventually;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Status;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import shippy.consignment.Consignment.State;
import shippy.proto.consignment.ConsignmentId;
import shippy.proto.consignment.Container;
import shippy.proto.consignment.Response;
import shippy.testkit.CommandHarness.Result;

/**
 * Kills the consignment service at some points in turn. What one leaves is to be finished by the
 * next, which is the one that is killed at the next point. A consignment's id is its point's word.
 */
record KillPointWalk(KillPointSystem system, StoresOpener opener, List<KillPoint> points) {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int WEIGHT_KG = 700;
  private static final int MORE_THAN_ANY_VESSEL_KG = 2_000_000_000;

  interface StoresOpener {
    KillPointStores open() throws SQLException;
  }

  void run(String store) throws Exception {
    List<String> times = new ArrayList<>();
    system.start(points.get(0).word());
    for (int i = 0; i < points.size(); i++) {
      KillPoint point = points.get(i);
      kill(point);
      system.start(i + 1 < points.size() ? points.get(i + 1).word() : "");
      awaitSettled(point);
      times.add("%s %d".formatted(point.word(), system.running().toMillis()));
      sendAgain(point);
    }
    Result fsck = system.fsck();
    assertThat(fsck.exitCode()).as(fsck.stdout() + fsck.stderr()).isZero();
    System.out.printf("kill points on %s, ms from restart to settled: %s%n", store, times);
  }

  private void kill(KillPoint point) throws Exception {
    if (point.outcome() == State.CANCELLED) {
      answer(create(point));
      awaitSettled(point.word(), "CONFIRMED CONFIRMED");
    }
    ListenableFuture<Response> call =
        point.outcome() == State.CANCELLED ? cancel(point) : create(point);
    system.awaitHalt(point);
    try (KillPointStores stores = opener.open()) {
      eventually(LIMIT, () -> assertThat(stores.trace(point.word())).isEqualTo(point.standing()));
      eventually(LIMIT, () -> assertThat(stores.locked(point.word())).isEqualTo(point.locks()));
    }
    if (point.acknowledged()) {
      assertThat(answer(call)).startsWith("CONFIRMED");
    } else {
      assertThat(call.isDone()).isFalse();
    }
    system.kill();
    if (!point.acknowledged()) {
      assertThat(refusal(() -> answer(call))).isIn(Status.Code.UNAVAILABLE, Status.Code.UNKNOWN);
    }
    try (KillPointStores stores = opener.open()) {
      assertThat(stores.trace(point.word())).isEqualTo(point.standing());
    }
  }

  private void awaitSettled(KillPoint point) throws SQLException {
    awaitSettled(point.word(), point.settled());
  }

  private void awaitSettled(String id, String trace) throws SQLException {
    try (KillPointStores stores = opener.open()) {
      eventually(
          LIMIT,
          () -> {
            assertThat(stores.trace(id)).as(id).isEqualTo(trace);
            assertThat(stores.faults()).as(id).isEmpty();
          });
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n--- the service\n" + system.said(), e);
    }
  }

  /** Whoever was cut off asks again, and gets what is stored; nothing changes by that. */
  private void sendAgain(KillPoint point) throws Exception {
    switch (point.outcome()) {
      case CONFIRMED -> {
        String first = answer(create(point));
        assertThat(first).startsWith("CONFIRMED on vessel001 ");
        assertThat(answer(create(point))).isEqualTo(first);
      }
      case ABORTED ->
          assertThat(refusal(() -> answer(create(point))))
              .isEqualTo(Status.Code.FAILED_PRECONDITION);
      case CANCELLED -> {
        assertThat(answer(cancel(point))).startsWith("CANCELLED on vessel001 ");
        assertThat(refusal(() -> answer(create(point)))).isEqualTo(Status.Code.FAILED_PRECONDITION);
      }
      case PENDING -> throw new AssertionError(point + " decides nothing");
    }
    awaitSettled(point);
  }

  private ListenableFuture<Response> create(KillPoint point) {
    boolean fits = point.outcome() != State.ABORTED;
    return system
        .shipping()
        .createConsignment(
            shippy.proto.consignment.Consignment.newBuilder()
                .setId(point.word())
                .setWeight(fits ? WEIGHT_KG : MORE_THAN_ANY_VESSEL_KG)
                .addContainers(Container.newBuilder().setOrigin("Hull"))
                .build());
  }

  private ListenableFuture<Response> cancel(KillPoint point) {
    return system
        .shipping()
        .cancelConsignment(ConsignmentId.newBuilder().setId(point.word()).build());
  }

  private static String answer(ListenableFuture<Response> call) throws Exception {
    var consignment = call.get(LIMIT.toSeconds(), TimeUnit.SECONDS).getConsignment();
    return "%s on %s at %s"
        .formatted(consignment.getStatus(), consignment.getVesselId(), consignment.getCreatedAt());
  }

  private static Status.Code refusal(Callable<String> call) {
    return Status.fromThrowable(catchThrowableOfType(ExecutionException.class, call::call))
        .getCode();
  }
}
