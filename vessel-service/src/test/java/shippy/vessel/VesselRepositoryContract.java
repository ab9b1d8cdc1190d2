package shippy.vessel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.testkit.Concurrently;
import shippy.testkit.ThrowingRunnable;
import shippy.vessel.Reservation.State;
import shippy.vessel.VesselRepository.Found;
import shippy.vessel.VesselRepository.Held;
import shippy.vessel.VesselRepository.NothingFits;
import shippy.vessel.VesselRepository.OtherSize;
import shippy.vessel.VesselRepository.Released;
import shippy.vessel.VesselRepository.Room;
import shippy.vessel.VesselRepository.Unknown;

/** What every {@link VesselRepository} does. A subclass says how to make an empty one. */
abstract class VesselRepositoryContract {
  private static final Vessel SMALL = Vessel.empty("v1", "Small", "o", 10, 1_000);
  private static final Vessel LARGE = Vessel.empty("v2", "Large", "o", 50, 9_000);
  private static final CargoSize SPEC = new CargoSize(3, 550);
  private static final CargoSize FEW = new CargoSize(1, 100);

  private StoredFleet vessels = new StoredFleet(new InMemoryVesselRepository());

  /** A repository without vessels and reservations. */
  abstract VesselRepository emptyRepository();

  @BeforeEach
  void open() {
    vessels = new StoredFleet(emptyRepository());
  }

  @Test
  void created_vessels_are_listed_by_id() {
    assertThat(vessels.list()).isEmpty();
    assertThat(vessels.create(LARGE)).isEqualTo(LARGE);
    assertThat(vessels.create(SMALL)).isEqualTo(SMALL);
    assertThat(vessels.list()).containsExactly(SMALL, LARGE);
  }

  @Test
  void create_of_a_known_id_returns_what_is_stored_and_changes_nothing() {
    vessels.create(SMALL);
    vessels.reserve("r", SPEC);
    Vessel other = Vessel.empty("v1", "Other", "p", 1, 1);
    assertThat(vessels.create(other)).isEqualTo(SMALL.taking(SPEC));
    assertThat(vessels.list()).containsExactly(SMALL.taking(SPEC));
  }

  @Test
  void seed_fills_an_empty_fleet_only() {
    vessels.seed(List.of(SMALL, LARGE));
    vessels.seed(List.of(SMALL, LARGE));
    vessels.seed(List.of(Vessel.empty("v3", "Late", "o", 1, 1)));
    assertThat(vessels.list()).containsExactly(SMALL, LARGE);
  }

  @Test
  void best_fit_is_least_free_weight_then_least_free_capacity_then_least_id() {
    vessels.create(Vessel.empty("a", "roomy, heavy", "o", 90, 900));
    vessels.create(Vessel.empty("b", "tight weight, roomy", "o", 90, 500));
    vessels.create(Vessel.empty("d", "tight, greater id", "o", 20, 500));
    vessels.create(Vessel.empty("c", "tight, lesser id", "o", 20, 500));
    vessels.create(Vessel.empty("e", "too light", "o", 20, 99));
    vessels.create(Vessel.empty("f", "too small", "o", 9, 500));
    CargoSize size = new CargoSize(10, 100);
    assertThat(reservedOn("1", size)).isEqualTo("c");
    assertThat(reservedOn("2", size)).as("least free weight now").isEqualTo("c");
    assertThat(reservedOn("3", size)).as("c is full").isEqualTo("d");
  }

  @Test
  void search_names_the_vessel_that_reserve_takes_and_takes_nothing() {
    vessels.seed(List.of(SMALL, LARGE));
    assertThat(vessels.bestFit(SPEC)).isEqualTo(new Found(SMALL));
    assertThat(vessels.bestFit(SPEC)).isEqualTo(new Found(SMALL));
    assertThat(vessels.list()).containsExactly(SMALL, LARGE);
  }

  @Test
  void exact_fit_is_a_fit() {
    vessels.create(SMALL);
    CargoSize all = new CargoSize(10, 1_000);
    assertThat(reservedOn("r", all)).isEqualTo("v1");
    assertThat(vessels.list()).containsExactly(SMALL.taking(all));
  }

  @Test
  void same_id_and_spec_get_the_same_answer_and_take_once() {
    vessels.create(SMALL);
    Held first = (Held) vessels.reserve("r", SPEC);
    assertThat(first.reservation()).isEqualTo(new Reservation("r", "v1", SPEC, State.RESERVED));
    assertThat(first.vessel()).isEqualTo(SMALL.taking(SPEC));
    assertThat(vessels.reserve("r", SPEC)).isEqualTo(first);
    assertThat(vessels.list()).containsExactly(SMALL.taking(SPEC));
  }

  @Test
  void same_id_with_another_spec_is_told_what_it_holds() {
    vessels.create(SMALL);
    Held held = (Held) vessels.reserve("r", SPEC);
    assertThat(vessels.reserve("r", new CargoSize(3, 551)))
        .isEqualTo(new OtherSize(held.reservation()));
    assertThat(vessels.reserve("r", new CargoSize(4, 550)))
        .isEqualTo(new OtherSize(held.reservation()));
    assertThat(vessels.list()).containsExactly(SMALL.taking(SPEC));
  }

  @Test
  void refusal_tells_the_room_there_is_and_leaves_no_trace() {
    Vessel wide = Vessel.empty("v3", "Wide", "o", 70, 100);
    CargoSize tooMuch = new CargoSize(60, 1_001);
    assertThat(vessels.reserve("r", tooMuch)).isEqualTo(new NothingFits(Optional.empty()));
    vessels.seed(List.of(SMALL, LARGE, wide));
    NothingFits refusal = new NothingFits(Optional.of(new Room(LARGE, wide)));
    assertThat(vessels.bestFit(tooMuch)).isEqualTo(refusal);
    assertThat(vessels.reserve("r", tooMuch)).isEqualTo(refusal);
    assertThat(vessels.confirm("r")).isEqualTo(new Unknown());
    assertThat(reservedOn("r", SPEC)).isEqualTo("v1");
  }

  @Test
  void confirm_is_idempotent_and_changes_no_sum() {
    vessels.create(SMALL);
    vessels.reserve("r", SPEC);
    Held confirmed =
        new Held(new Reservation("r", "v1", SPEC, State.CONFIRMED), SMALL.taking(SPEC));
    assertThat(vessels.confirm("r")).isEqualTo(confirmed);
    assertThat(vessels.confirm("r")).isEqualTo(confirmed);
    assertThat(vessels.reserve("r", SPEC)).as("does not go back").isEqualTo(confirmed);
  }

  @Test
  void confirm_of_an_unknown_id_leaves_no_trace() {
    vessels.create(SMALL);
    assertThat(vessels.confirm("r")).isEqualTo(new Unknown());
    assertThat(reservedOn("r", SPEC)).isEqualTo("v1");
  }

  @Test
  void release_gives_back_once_and_for_ever() {
    vessels.create(SMALL);
    vessels.reserve("r", SPEC);
    vessels.reserve("other", FEW);
    vessels.release("r");
    vessels.release("r");
    assertThat(vessels.list()).containsExactly(SMALL.taking(FEW));
    assertThat(vessels.reserve("r", SPEC)).isEqualTo(new Released());
    assertThat(vessels.reserve("r", FEW)).isEqualTo(new Released());
    assertThat(vessels.confirm("r")).isEqualTo(new Released());
  }

  @Test
  void release_of_a_confirmed_reservation_gives_back_too() {
    vessels.create(SMALL);
    vessels.reserve("r", SPEC);
    vessels.confirm("r");
    vessels.release("r");
    assertThat(vessels.list()).containsExactly(SMALL);
    assertThat(vessels.confirm("r")).isEqualTo(new Released());
  }

  @Test
  void release_of_an_unknown_id_makes_a_late_reserve_come_too_late() {
    vessels.create(SMALL);
    vessels.release("r");
    assertThat(vessels.reserve("r", SPEC)).isEqualTo(new Released());
    assertThat(vessels.list()).containsExactly(SMALL);
  }

  @Test
  void live_reservations_are_listed_by_id_with_their_state() {
    vessels.create(SMALL);
    vessels.reserve("b", FEW);
    vessels.reserve("a", SPEC);
    vessels.reserve("gone", FEW);
    vessels.confirm("b");
    vessels.release("gone");
    vessels.release("never seen");
    vessels.reserve("refused", new CargoSize(11, 1));
    assertThat(vessels.reservations(Optional.empty(), 10))
        .containsExactly(
            new Reservation("a", "v1", SPEC, State.RESERVED),
            new Reservation("b", "v1", FEW, State.CONFIRMED));
  }

  @Test
  void ids_are_ordered_as_ascii_is() {
    vessels.create(SMALL);
    List.of("b", "a", "_", "Z", "9", "-", "a-b", "a.", "aB", "~")
        .forEach(id -> vessels.reserve(id, FEW));
    assertThat(pages(100)).containsExactly("-", "9", "Z", "_", "a", "a-b", "a.", "aB", "b", "~");
    assertThat(pages(1)).isEqualTo(pages(100));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6, 7, 8})
  void pages_of_reservations_meet_without_gap_or_overlap(int size) {
    vessels.create(SMALL);
    List<String> ids = List.of("r1", "r2", "r3", "r4", "r5", "r6", "r7");
    ids.forEach(id -> vessels.reserve(id, FEW));
    assertThat(pages(size)).isEqualTo(ids);
  }

  @Test
  void pages_go_on_after_an_id_that_has_been_released() {
    vessels.create(SMALL);
    List.of("a", "b", "c").forEach(id -> vessels.reserve(id, FEW));
    vessels.release("b");
    assertThat(vessels.reservations(Optional.of("b"), 10))
        .extracting(Reservation::id)
        .containsExactly("c");
    assertThat(vessels.reservations(Optional.of("c"), 10)).isEmpty();
  }

  @Test
  void sums_beyond_an_int_neither_overflow_nor_oversell() {
    int max = Integer.MAX_VALUE;
    vessels.create(Vessel.empty("v", "Max", "o", max, max));
    assertThat(reservedOn("1", new CargoSize(max, max))).isEqualTo("v");
    assertThat(vessels.reserve("2", new CargoSize(max, max))).isInstanceOf(NothingFits.class);
    assertThat(vessels.reserve("3", new CargoSize(1, 1))).isInstanceOf(NothingFits.class);
  }

  @Test
  void sixteen_threads_sell_everything_once() {
    vessels.create(Vessel.empty("v1", "One", "o", 40, 1_000));
    vessels.create(Vessel.empty("v2", "Two", "o", 60, 1_000));
    AtomicInteger sold = new AtomicInteger();
    List<ThrowingRunnable> buyers = new ArrayList<>();
    for (int thread = 0; thread < 16; thread++) {
      String buyer = "t" + thread + "-";
      buyers.add(() -> sold.addAndGet(buy(buyer, 10)));
    }
    Concurrently.run(buyers);
    assertThat(sold).as("100 units for 160 tries").hasValue(100);
    assertThat(vessels.list()).extracting(Vessel::usedCapacity).containsExactly(40L, 60L);
    assertThat(vessels.list()).extracting(Vessel::usedWeightKg).containsExactly(400L, 600L);
  }

  @Test
  void threads_with_one_id_take_the_last_room_once_and_all_hear_of_it() {
    for (int round = 0; round < 40; round++) {
      String id = "r" + round;
      vessels.create(Vessel.empty("v" + round, "Last", "o", SPEC.containers(), SPEC.weightKg()));
      Concurrently.run(
          Collections.nCopies(
              4, () -> assertThat(vessels.reserve(id, SPEC)).isInstanceOf(Held.class)));
    }
    assertThat(vessels.list())
        .hasSize(40)
        .allMatch(vessel -> vessel.usedWeightKg() == SPEC.weightKg())
        .allMatch(vessel -> vessel.usedCapacity() == SPEC.containers());
  }

  @Test
  void threads_that_create_one_vessel_at_once_all_get_it() {
    Concurrently.run(
        Collections.nCopies(16, () -> assertThat(vessels.create(SMALL)).isEqualTo(SMALL)));
    assertThat(vessels.list()).containsExactly(SMALL);
  }

  private List<String> pages(int size) {
    List<String> ids = new ArrayList<>();
    List<Reservation> page = vessels.reservations(Optional.empty(), size);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(size);
      page.forEach(reservation -> ids.add(reservation.id()));
      page = vessels.reservations(Optional.of(ids.get(ids.size() - 1)), size);
    }
    return ids;
  }

  private int buy(String buyer, int tries) {
    int bought = 0;
    for (int i = 0; i < tries; i++) {
      if (vessels.reserve(buyer + i, new CargoSize(1, 10)) instanceof Held) {
        vessels.confirm(buyer + i);
        bought++;
      }
    }
    return bought;
  }

  private String reservedOn(String id, CargoSize size) {
    return ((Held) vessels.reserve(id, size)).reservation().vesselId();
  }
}
