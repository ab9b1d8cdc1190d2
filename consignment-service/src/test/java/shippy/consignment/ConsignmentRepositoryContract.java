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
import org.junit.jupiter.api.Test;
import shippy.consignment.Consignment.State;

/** What every {@link ConsignmentRepository} does. A subclass says how to make an empty one. */
abstract class ConsignmentRepositoryContract extends ConsignmentClaimContract {
  private static final Set<State> CONFIRMED = Set.of(State.CONFIRMED);

  @Test
  void inserted_intent_is_found_as_it_was() {
    Consignment intent = intent("c", NOON);
    assertThat(store.find("c")).isEmpty();
    assertThat(store.insert(intent, NOON)).isEqualTo(intent);
    assertThat(store.find("c")).contains(intent);
  }

  @Test
  void insert_of_a_known_id_returns_what_is_stored_in_its_state() {
    Consignment first = insert("c");
    ConsignmentContent other =
        new ConsignmentContent("other", 1, List.of(new Container("", "", "", "")));
    Consignment second = Consignment.pending("c", other, NOON.plusSeconds(1));
    assertThat(store.insert(second, NOON)).isEqualTo(first);
    store.confirm("c", "vessel001");
    assertThat(store.insert(second, NOON)).isEqualTo(first.confirmed("vessel001"));
    assertThat(store.find("c")).contains(first.confirmed("vessel001"));
  }

  @Test
  void first_decision_stands() {
    Consignment one = insert("one");
    assertThat(store.confirm("one", "v1")).isEqualTo(one.confirmed("v1"));
    assertThat(store.confirm("one", "v1")).isEqualTo(one.confirmed("v1"));
    assertThat(store.abort("one", "no")).isEqualTo(one.confirmed("v1"));
    Consignment two = insert("two");
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
  void cancelled_is_what_was_pending_or_confirmed() {
    Consignment pending = insert("pending");
    assertThat(store.cancel("pending")).contains(pending.cancelled());
    Consignment confirmed = confirmed("confirmed", NOON);
    assertThat(store.cancel("confirmed")).contains(confirmed.cancelled());
    assertThat(store.cancel("confirmed")).as("again").contains(confirmed.cancelled());
    assertThat(store.find("confirmed")).contains(confirmed.cancelled());
    Consignment aborted = aborted("aborted");
    assertThat(store.cancel("aborted")).contains(aborted);
    assertThat(store.cancel("unknown")).isEmpty();
    assertThat(store.find("unknown")).isEmpty();
  }

  @Test
  void decision_that_comes_after_a_cancellation_learns_of_it() {
    Consignment cancelled = insert("c").cancelled();
    store.cancel("c");
    assertThat(store.confirm("c", "v1")).isEqualTo(cancelled);
    assertThat(store.abort("c", "no")).isEqualTo(cancelled);
    assertThat(store.insert(intent("c", NOON), NOON)).isEqualTo(cancelled);
  }

  @Test
  void pages_hold_what_is_in_the_states_asked_for() {
    Consignment pending = insert("a");
    Consignment aborted = aborted("b");
    Consignment confirmed = confirmed("c", NOON);
    insert("d");
    Consignment cancelled = store.cancel("d").orElseThrow();
    assertThat(page(State.PENDING)).containsExactly(pending);
    assertThat(page(State.ABORTED)).containsExactly(aborted);
    assertThat(page(State.CONFIRMED)).containsExactly(confirmed);
    assertThat(page(State.CANCELLED)).containsExactly(cancelled);
    assertThat(page(State.CANCELLED, State.PENDING)).containsExactly(pending, cancelled);
    assertThat(page(State.values())).containsExactly(pending, aborted, confirmed, cancelled);
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
    assertThat(store.page(CONFIRMED, Optional.of(new ListPosition(NOON, "b")), 10))
        .containsExactly(later);
    assertThat(store.page(CONFIRMED, Optional.of(later.position()), 10)).isEmpty();
    assertThat(store.page(CONFIRMED, Optional.of(new ListPosition(Instant.EPOCH, "z")), 10))
        .hasSize(2);
  }

  @Test
  void sixteen_threads_insert_one_row() {
    Set<Consignment> seen = ConcurrentHashMap.newKeySet();
    together(i -> seen.add(store.insert(intent("c", NOON.plusSeconds(i)), NOON)));
    assertThat(seen).hasSize(1);
    assertThat(store.find("c")).contains(seen.iterator().next());
  }

  @Test
  void sixteen_threads_learn_of_one_decision() {
    for (int round = 0; round < 20; round++) {
      String id = "c" + round;
      insert(id);
      Set<Consignment> seen = ConcurrentHashMap.newKeySet();
      together(i -> seen.add(i % 2 == 0 ? store.confirm(id, "v" + i) : store.abort(id, "r" + i)));
      assertThat(seen).hasSize(1);
      assertThat(store.find(id)).contains(seen.iterator().next());
    }
  }

  private List<Consignment> readAll(int size) {
    List<Consignment> all = new ArrayList<>();
    Optional<ListPosition> after = Optional.empty();
    while (true) {
      List<Consignment> page = store.page(CONFIRMED, after, size);
      all.addAll(page);
      if (page.isEmpty()) {
        return all;
      }
      assertThat(page).hasSizeLessThanOrEqualTo(size);
      after = Optional.of(page.get(page.size() - 1).position());
    }
  }

  private List<Consignment> page(State... states) {
    return store.page(Set.of(states), Optional.empty(), 10);
  }
}
