package shippy.consignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.clock.ManualClock;
import shippy.consignment.Consignment.State;
import shippy.problem.BackendException;
import shippy.service.Workers;

class VesselNotifierTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Consignment PENDING =
      Consignment.pending(
          "c1", new ConsignmentContent("d", 1, List.of(new Container("", "", "", ""))), NOON);

  @RegisterExtension final LogLines log = new LogLines(VesselNotifier.class);

  private final ConsignmentRepository store = new InMemoryConsignmentRepository();
  private final StoredConsignments stored = new StoredConsignments(store);
  private final RecordingVessels vessels = new RecordingVessels();
  private final Workers workers = new Workers("test-store", 1, 10);
  private final ManualClock clock = new ManualClock(NOON);
  private final VesselNotifier notifier = new VesselNotifier(store, vessels, workers, clock);

  @BeforeEach
  void insert() {
    stored.insert(PENDING, NOON);
  }

  @AfterEach
  void stop() {
    workers.close();
  }

  @Test
  void confirmed_is_confirmed_and_settled() {
    assertThat(settle(stored.confirm("c1", "v1"))).isTrue();
    assertThat(vessels.calls).containsExactly("confirm c1");
    assertThat(isSettled()).isTrue();
  }

  @Test
  void aborted_is_released_and_settled() {
    assertThat(settle(stored.abort("c1", "no"))).isTrue();
    assertThat(vessels.calls).containsExactly("release c1");
    assertThat(isSettled()).isTrue();
  }

  @Test
  void cancelled_is_released_and_settled() {
    assertThat(settle(stored.cancel("c1").orElseThrow())).isTrue();
    assertThat(vessels.calls).containsExactly("release c1");
    assertThat(isSettled()).isTrue();
  }

  @Test
  void failure_is_one_attempt_and_stays_unsettled() {
    vessels.answer = Status.UNAVAILABLE;
    assertThat(settle(stored.confirm("c1", "v1"))).isFalse();
    assertThat(vessels.calls).hasSize(1);
    assertThat(isSettled()).isFalse();
  }

  @Test
  void log_tells_when_it_begins_to_fail_and_when_it_works_again() {
    Consignment decided = stored.abort("c1", "no");
    settle(decided);
    vessels.answer = Status.UNAVAILABLE.withDescription("no\ninstance");
    settle(decided);
    settle(decided);
    vessels.answer = Status.OK;
    settle(decided);
    settle(decided);
    assertThat(log.all())
        .containsExactly(
            "WARN telling the vessel service what was decided failed, retrying:"
                + " UNAVAILABLE: no?instance",
            "INFO telling the vessel service what was decided works again");
  }

  @Test
  void service_that_cannot_release_is_told_of_once() {
    vessels.answer = Status.UNIMPLEMENTED.withDescription("unknown service");
    Consignment decided = stored.abort("c1", "no");
    for (int i = 0; i < 10; i++) {
      assertThat(settle(decided)).isFalse();
    }
    assertThat(log.all())
        .containsExactly(
            "WARN telling the vessel service what was decided failed, retrying:"
                + " UNIMPLEMENTED: unknown service");
  }

  @Test
  void confirmation_that_is_refused_for_good_is_an_error_in_the_log_and_settled() {
    vessels.answer = Status.NOT_FOUND.withDescription("id: \"c1\" ...");
    assertThat(settle(stored.confirm("c1", "v1"))).isTrue();
    assertThat(isSettled()).isTrue();
    assertThat(log.all())
        .containsExactly(
            "ERROR consignment c1 is confirmed, but the vessel service holds no place for it:"
                + " NOT_FOUND: id: \"c1\" ... (compare both: shippy fsck)");
  }

  @Test
  void confirmation_that_comes_after_a_cancellation_is_rightly_refused() {
    vessels.answer = Status.FAILED_PRECONDITION;
    Consignment confirmed = stored.confirm("c1", "v1");
    stored.cancel("c1");
    assertThat(settle(confirmed)).isTrue();
    assertThat(isSettled()).as("the cancellation").isFalse();
    assertThat(log.all()).isEmpty();
  }

  @Test
  void release_has_no_refusal_that_is_final() {
    vessels.answer = Status.NOT_FOUND;
    assertThat(settle(stored.abort("c1", "no"))).isFalse();
    assertThat(isSettled()).isFalse();
  }

  @Test
  void store_that_fails_does_not_fail_the_future() {
    ConsignmentRepository failing =
        new ForwardingRepository(store) {
          @Override
          public CompletableFuture<Void> settle(Collection<String> ids, State state) {
            return CompletableFuture.failedFuture(
                new BackendException(BackendException.Kind.UNAVAILABLE, "store a.db: busy", null));
          }
        };
    VesselNotifier other = new VesselNotifier(failing, vessels, workers, clock);
    assertThat(other.tell(stored.abort("c1", "no")).join()).isFalse();
    assertThat(log.all())
        .containsExactly(
            "WARN telling the vessel service what was decided failed, retrying:"
                + " UNAVAILABLE: store a.db: busy");
  }

  @Test
  void pending_cannot_be_settled() {
    assertThatThrownBy(() -> notifier.tell(PENDING)).hasMessage("c1: PENDING (expected: decided)");
  }

  private boolean settle(Consignment decided) {
    return notifier.tell(decided).join();
  }

  private boolean isSettled() {
    return store.claim(NOON, NOON, 10).isEmpty();
  }
}
