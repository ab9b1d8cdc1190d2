package shippy.consignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import shippy.testkit.Concurrently;
import shippy.testkit.ThrowingRunnable;

/** What every {@link ConsignmentRepository} does. A subclass says how to make an empty one. */
abstract class ConsignmentRepositoryContract {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456Z");
  private static final Cargo CARGO =
      new Cargo(
          "caf\u00e9 \ud83d\udea2\n\"'; --",
          55_000,
          List.of(
              new Container("", "cust001", "Manchester, United Kingdom", "user001"),
              new Container("k", "", "", "")));

  private ConsignmentRepository store;

  /** A repository without consignments. */
  abstract ConsignmentRepository emptyRepository();

  @BeforeEach
  void open() {
    store = emptyRepository();
  }

  @Test
  void inserted_intent_is_found_as_it_was() {
    Consignment intent = intent("c", NOON);
    assertThat(store.find("c")).isEmpty();
    assertThat(store.insert(intent)).isEqualTo(intent);
    assertThat(store.find("c")).contains(intent);
  }

  @Test
  void insert_of_a_known_id_returns_what_is_stored_in_its_state() {
    Consignment first = store.insert(intent("c", NOON));
    Cargo other = new Cargo("other", 1, List.of(new Container("", "", "", "")));
    Consignment second = Consignment.pending("c", other, NOON.plusSeconds(1));
    assertThat(store.insert(second)).isEqualTo(first);
    store.confirm("c", "vessel001");
    assertThat(store.insert(second)).isEqualTo(first.confirmed("vessel001"));
    assertThat(store.find("c")).contains(first.confirmed("vessel001"));
  }

  @Test
  void first_decision_stands() {
    Consignment one = store.insert(intent("one", NOON));
    assertThat(store.confirm("one", "v1")).isEqualTo(one.confirmed("v1"));
    assertThat(store.confirm("one", "v1")).isEqualTo(one.confirmed("v1"));
    assertThat(store.abort("one", "no")).isEqualTo(one.confirmed("v1"));
    Consignment two = store.insert(intent("two", NOON));
    assertThat(store.abort("two", "no room")).isEqualTo(two.aborted("no room"));
    assertThat(store.abort("two", "other")).isEqualTo(two.aborted("no room"));
    assertThat(store.confirm("two", "v1")).isEqualTo(two.aborted("no room"));
    assertThat(store.find("two")).contains(two.aborted("no room"));
  }

  @Test
  void decision_on_an_unknown_id_is_a_mistake_of_the_caller() {
    assertThatThrownBy(() -> store.confirm("c", "v1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("consignment: c (expected: one inserted)");
    assertThatThrownBy(() -> store.abort("c", "no")).isInstanceOf(IllegalStateException.class);
    assertThat(store.find("c")).isEmpty();
  }

  @Test
  void pages_hold_confirmed_ones_only() {
    store.insert(intent("pending", NOON));
    store.insert(intent("aborted", NOON));
    store.abort("aborted", "no");
    Consignment confirmed = confirmed("confirmed", NOON);
    assertThat(store.page(Optional.empty(), 10)).containsExactly(confirmed);
  }

  @Test
  void pages_are_in_order_of_creation_then_id_and_meet_without_gap_or_overlap() {
    List<Consignment> expected = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      Duration later = Duration.of(i / 3, ChronoUnit.MICROS);
      expected.add(intent("c%02d".formatted(i), NOON.plus(later)).confirmed("v1"));
    }
    List<Consignment> shuffled = new ArrayList<>(expected);
    Collections.shuffle(shuffled, new Random(5));
    shuffled.forEach(c -> confirmed(c.id(), c.createdAt()));
    for (int size : new int[] {1, 3, 4, 22, 23, 24}) {
      assertThat(readAll(size)).as("page size %d", size).isEqualTo(expected);
    }
  }

  @Test
  void page_after_a_place_where_nothing_is_starts_behind_it() {
    confirmed("a", NOON);
    Consignment later = confirmed("c", NOON);
    assertThat(store.page(Optional.of(new Position(NOON, "b")), 10)).containsExactly(later);
    assertThat(store.page(Optional.of(later.position()), 10)).isEmpty();
    assertThat(store.page(Optional.of(new Position(Instant.EPOCH, "z")), 10)).hasSize(2);
  }

  @Test
  void sixteen_threads_insert_one_row() {
    Set<Consignment> seen = ConcurrentHashMap.newKeySet();
    together(i -> seen.add(store.insert(intent("c", NOON.plusSeconds(i)))));
    assertThat(seen).hasSize(1);
    assertThat(store.find("c")).contains(seen.iterator().next());
  }

  @Test
  void sixteen_threads_learn_of_one_decision() {
    for (int round = 0; round < 20; round++) {
      String id = "c" + round;
      store.insert(intent(id, NOON));
      Set<Consignment> seen = ConcurrentHashMap.newKeySet();
      together(i -> seen.add(i % 2 == 0 ? store.confirm(id, "v" + i) : store.abort(id, "r" + i)));
      assertThat(seen).hasSize(1);
      assertThat(store.find(id)).contains(seen.iterator().next());
    }
  }

  private static void together(IntConsumer task) {
    Concurrently.run(
        IntStream.range(0, 16).<ThrowingRunnable>mapToObj(i -> () -> task.accept(i)).toList());
  }

  private List<Consignment> readAll(int size) {
    List<Consignment> all = new ArrayList<>();
    Optional<Position> after = Optional.empty();
    while (true) {
      List<Consignment> page = store.page(after, size);
      all.addAll(page);
      if (page.isEmpty()) {
        return all;
      }
      assertThat(page).hasSizeLessThanOrEqualTo(size);
      after = Optional.of(page.get(page.size() - 1).position());
    }
  }

  private Consignment confirmed(String id, Instant createdAt) {
    store.insert(intent(id, createdAt));
    return store.confirm(id, "v1");
  }

  private static Consignment intent(String id, Instant createdAt) {
    return Consignment.pending(id, CARGO, createdAt);
  }
}
