package shippy.consignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import shippy.consignment.Consignment.State;
import shippy.testkit.Concurrently;
import shippy.testkit.ThrowingRunnable;

/**
 * What every {@link ConsignmentRepository} does with claims: the part of {@link
 * ConsignmentRepositoryContract} that a recovery stands on.
 */
abstract class ConsignmentClaimContract {
  static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456Z");
  static final ConsignmentContent CONTENT =
      new ConsignmentContent(
          "caf\u00e9 \ud83d\udea2\n\"'; --",
          55_000,
          List.of(
              new Container("", "cust001", "Manchester, United Kingdom", "user001"),
              new Container("k", "", "", "")));

  StoredConsignments store = new StoredConsignments(new InMemoryConsignmentRepository());

  /** A repository without consignments. */
  abstract ConsignmentRepository emptyRepository();

  @BeforeEach
  void open() {
    store = new StoredConsignments(emptyRepository());
  }

  @Test
  void claim_takes_what_is_due_and_nobody_gets_it_again_before_the_claim_is_over() {
    insertClaimed("due", 0);
    insertClaimed("later", 1);
    assertThat(claim(-1, 5, 10)).isEmpty();
    assertThat(claim(0, 5, 10)).containsExactly("due");
    assertThat(claim(0, 5, 10)).isEmpty();
    assertThat(claim(4, 9, 10)).containsExactly("later");
    assertThat(claim(4, 9, 10)).isEmpty();
    assertThat(claim(5, 20, 10)).containsExactly("due");
    assertThat(claim(9, 20, 10)).containsExactly("later");
  }

  @Test
  void claim_takes_at_most_so_many_and_those_first_that_wait_longest() {
    insertClaimed("a", 3);
    insertClaimed("b", 1);
    insertClaimed("c", 2);
    insertClaimed("d", 4);
    assertThat(claim(9, 20, 2)).containsExactlyInAnyOrder("b", "c");
    assertThat(claim(9, 20, 2)).containsExactlyInAnyOrder("a", "d");
    assertThat(claim(9, 20, 2)).isEmpty();
  }

  @Test
  void claimed_consignment_is_returned_as_it_is_stored() {
    List<Consignment> all =
        List.of(insert("a"), aborted("b"), confirmed("c", NOON), confirmed("d", NOON).cancelled());
    store.cancel("d");
    assertThat(store.claim(NOON, at(5), 10)).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void settled_consignment_is_never_claimed() {
    confirmed("c", NOON);
    store.settle("c", State.CONFIRMED);
    store.settle("c", State.CONFIRMED);
    store.settle("unknown", State.CONFIRMED);
    assertThat(claim(9, 20, 10)).isEmpty();
    assertThat(store.find("c").orElseThrow().state()).isEqualTo(State.CONFIRMED);
  }

  @Test
  void settled_consignment_that_is_decided_again_is_unsettled_again() {
    confirmed("c", NOON);
    store.settle("c", State.CONFIRMED);
    store.confirm("c", "v2");
    store.abort("c", "no");
    assertThat(claim(1, 2, 10)).as("no move").isEmpty();
    store.cancel("c");
    assertThat(claim(3, 4, 10)).containsExactly("c");
    store.settle("c", State.CANCELLED);
    store.cancel("c");
    assertThat(claim(9, 20, 10)).as("no move").isEmpty();
  }

  @Test
  void settling_a_state_that_is_over_has_no_effect() {
    insert("c");
    store.settle("c", State.CONFIRMED);
    assertThat(claim(1, 2, 10)).as("not there yet").containsExactly("c");
    store.confirm("c", "v1");
    store.cancel("c");
    store.settle("c", State.CONFIRMED);
    assertThat(claim(3, 4, 10)).containsExactly("c");
  }

  @Test
  void claim_outlives_a_decision_and_hinders_none() {
    insertClaimed("c", 5);
    store.insert(intent("c", NOON), at(50));
    assertThat(store.confirm("c", "v1").state()).isEqualTo(State.CONFIRMED);
    assertThat(claim(4, 20, 10)).isEmpty();
    assertThat(claim(5, 20, 10)).containsExactly("c");
  }

  @Test
  void sixteen_threads_that_claim_at_once_never_get_the_same() {
    for (int i = 0; i < 100; i++) {
      insertClaimed("c%02d".formatted(i), 0);
    }
    Queue<String> claimed = new ConcurrentLinkedQueue<>();
    together(
        i -> {
          List<String> batch = claim(1, 20, 3);
          while (!batch.isEmpty()) {
            claimed.addAll(batch);
            batch = claim(1, 20, 3);
          }
        });
    assertThat(claimed).hasSize(100).doesNotHaveDuplicates();
  }

  static void together(IntConsumer task) {
    Concurrently.run(
        IntStream.range(0, 16).<ThrowingRunnable>mapToObj(i -> () -> task.accept(i)).toList());
  }

  Consignment confirmed(String id, Instant createdAt) {
    store.insert(intent(id, createdAt), NOON);
    return store.confirm(id, "v1");
  }

  Consignment aborted(String id) {
    insert(id);
    return store.abort(id, "no");
  }

  Consignment insert(String id) {
    return store.insert(intent(id, NOON), NOON);
  }

  private void insertClaimed(String id, int untilSecond) {
    store.insert(intent(id, NOON), at(untilSecond));
  }

  private List<String> claim(int second, int untilSecond, int limit) {
    return store.claim(at(second), at(untilSecond), limit).stream().map(Consignment::id).toList();
  }

  private static Instant at(int second) {
    return NOON.plusSeconds(second);
  }

  static Consignment intent(String id, Instant createdAt) {
    return Consignment.pending(id, CONTENT, createdAt);
  }
}
