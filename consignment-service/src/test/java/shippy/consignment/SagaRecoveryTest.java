package shippy.consignment;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.clock.ManualClock;
import shippy.consignment.Consignment.State;
import shippy.service.Workers;

class SagaRecoveryTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final ConsignmentContent CONTENT =
      new ConsignmentContent("d", 1, List.of(new Container("", "", "", "")));

  @RegisterExtension final LogLines log = new LogLines(SagaRecovery.class);

  private final ManualClock clock = new ManualClock(NOON);
  private final FlakyStore store = new FlakyStore();
  private final StoredConsignments stored = new StoredConsignments(store);
  private final RecordingVessels vessels = new RecordingVessels();
  private final Workers workers = new Workers("test-store", 1, 100);
  private final SagaRecovery recovery = recovery();

  private SagaRecovery recovery() {
    VesselNotifier notifier = new VesselNotifier(store, vessels, workers, clock);
    Saga saga = new Saga(store, vessels, notifier, clock);
    return new SagaRecovery(store, saga, notifier, workers, clock);
  }

  @AfterEach
  void stop() {
    recovery.close();
    workers.close();
  }

  @Test
  void row_of_a_creator_that_was_killed_is_confirmed_once_its_claim_is_over() {
    stored.insert(Consignment.pending("c1", CONTENT, NOON), NOON.plus(SagaRecovery.CLAIM));
    recovery.start();
    rounds(1);
    assertThat(vessels.calls).isEmpty();
    clock.advance(SagaRecovery.PERIOD);
    settledAfter("reserve c1", "confirm c1");
    assertThat(state("c1")).isEqualTo(State.CONFIRMED);
  }

  @Test
  void row_that_nothing_takes_is_aborted_and_released() {
    pending("c1");
    vessels.answer = Status.FAILED_PRECONDITION.withDescription("full");
    recovery.start();
    settledAfter("reserve c1", "release c1");
    assertThat(store.find("c1").flatMap(Consignment::refusal)).contains("full");
  }

  @Test
  void decisions_that_the_vessel_service_may_not_know_are_told() {
    pending("c1");
    pending("c2");
    pending("c3");
    stored.confirm("c1", "v1");
    stored.abort("c2", "no");
    stored.cancel("c3");
    recovery.start();
    settledAfter("confirm c1", "release c2", "release c3");
    clock.advance(Duration.ofMinutes(1));
    idle();
    assertThat(vessels.calls).as("and not again").hasSize(3);
  }

  @Test
  void row_stays_while_the_vessel_service_is_away_and_is_decided_when_it_is_back() {
    pending("c1");
    vessels.answer = Status.UNAVAILABLE.withDescription("no instance");
    recovery.start();
    rounds(1);
    advanceRounds(2);
    assertThat(state("c1")).isEqualTo(State.PENDING);
    assertThat(vessels.calls).containsExactly("reserve c1", "reserve c1", "reserve c1");
    vessels.answer = Status.OK;
    advanceRounds(1);
    settledAfter("reserve c1", "reserve c1", "reserve c1", "reserve c1", "confirm c1");
    assertThat(state("c1")).isEqualTo(State.CONFIRMED);
    assertThat(log.all())
        .containsExactly(
            "WARN deciding on pending consignments failed, retrying: UNAVAILABLE: no instance",
            "INFO deciding on pending consignments works again");
  }

  @Test
  void round_that_fails_again_and_again_is_cut_short() {
    for (int i = 0; i < 10; i++) {
      pending("c" + i);
    }
    vessels.answer = Status.UNAVAILABLE;
    recovery.start();
    rounds(1);
    assertThat(vessels.calls).hasSize(SagaRecovery.FAILURES);
  }

  @Test
  void more_than_a_batch_is_done_without_a_pause() {
    for (int i = 0; i <= 2 * SagaRecovery.BATCH; i++) {
      pending("c" + i);
    }
    recovery.start();
    rounds(3);
    eventually(
        SOON,
        () -> {
          clock.advance(ConfirmationBatches.PAUSE);
          assertThat(calls("reserve ")).hasSize(2 * SagaRecovery.BATCH + 1);
          assertThat(calls("confirm ")).containsExactlyInAnyOrderElementsOf(calls("reserve "));
        });
    assertThat(store.page(Set.of(State.PENDING), Optional.empty(), 1)).isEmpty();
  }

  @Test
  void store_that_fails_is_asked_again_in_the_next_round() {
    pending("c1");
    store.failing = true;
    recovery.start();
    rounds(1);
    advanceRounds(1);
    store.failing = false;
    advanceRounds(1);
    eventually(SOON, () -> assertThat(state("c1")).isEqualTo(State.CONFIRMED));
    assertThat(log.all())
        .containsExactly(
            "WARN looking for unfinished consignments failed, retrying",
            "INFO looking for unfinished consignments works again");
  }

  @Test
  void closed_recovery_begins_no_further_round() {
    recovery.start();
    rounds(1);
    recovery.close();
    recovery.close();
    pending("c1");
    clock.advance(Duration.ofMinutes(1));
    idle();
    assertThat(store.claims).hasValue(1);
    assertThat(state("c1")).isEqualTo(State.PENDING);
  }

  @Test
  void second_start_begins_nothing() {
    recovery.start();
    recovery.start();
    rounds(1);
    advanceRounds(3);
    assertThat(store.claims).hasValue(4);
  }

  @Test
  void start_after_close_begins_nothing() {
    recovery.close();
    recovery.start();
    idle();
    assertThat(store.claims).hasValue(0);
  }

  /** The ids in calls that begin so. */
  private List<String> calls(String method) {
    return vessels.calls.stream()
        .filter(call -> call.startsWith(method))
        .flatMap(call -> Stream.of(call.substring(method.length()).split(" ")))
        .toList();
  }

  private void pending(String id) {
    stored.insert(Consignment.pending(id, CONTENT, NOON), NOON);
  }

  private State state(String id) {
    return store.find(id).orElseThrow().state();
  }

  private void settledAfter(String... calls) {
    eventually(SOON, () -> assertThat(vessels.calls).containsExactly(calls));
    idle();
    Instant later = NOON.plus(Duration.ofDays(1));
    assertThat(store.claim(later, later, 1)).as("unsettled").isEmpty();
  }

  /** So many rounds have begun, and the last has nothing left to do but wait. */
  private void rounds(int expected) {
    eventually(SOON, () -> assertThat(store.claims.get()).isGreaterThanOrEqualTo(expected));
    idle();
    assertThat(store.claims).hasValue(expected);
  }

  private void advanceRounds(int more) {
    for (int i = 0; i < more; i++) {
      int before = store.claims.get();
      clock.advance(SagaRecovery.PERIOD);
      rounds(before + 1);
    }
  }

  // The only worker has come to the end of its queue, also of what the work before queued.
  private void idle() {
    for (int i = 0; i < 10; i++) {
      workers.call(() -> "idle").join();
    }
  }

  /** Counts the claims, and fails them if told to. */
  private static final class FlakyStore extends ForwardingRepository {
    final AtomicInteger claims = new AtomicInteger();
    volatile boolean failing;

    FlakyStore() {
      super(new InMemoryConsignmentRepository());
    }

    @Override
    public List<Consignment> claim(Instant now, Instant until, int limit) {
      claims.incrementAndGet();
      if (failing) {
        throw new IllegalStateException("disk on fire");
      }
      return super.claim(now, until, limit);
    }
  }
}
