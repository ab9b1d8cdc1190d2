package shippy.vessel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import shippy.vessel.VesselRepository.ConfirmResult;
import shippy.vessel.VesselRepository.Held;
import shippy.vessel.VesselRepository.NothingFits;
import shippy.vessel.VesselRepository.OtherSize;
import shippy.vessel.VesselRepository.Released;
import shippy.vessel.VesselRepository.ReserveResult;
import shippy.vessel.VesselRepository.Unknown;

/**
 * Random walks through the operations of a {@link VesselRepository} beside the plainest model of
 * them. A failure names its seed.
 */
abstract class VesselWalkContract {
  private static final int STEPS = 400;
  private static final int ROUND = 50;
  private static final int IDS = 12;

  private final Map<String, Held> live = new HashMap<>();
  private final Set<String> released = new HashSet<>();
  private StoredFleet vessels = new StoredFleet(new InMemoryVesselRepository());

  /** A repository without vessels and reservations. */
  abstract VesselRepository emptyRepository();

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @BeforeEach
  void open() {
    vessels = new StoredFleet(emptyRepository());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void walk_keeps_to_the_model(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 4; i++) {
      vessels.create(
          Vessel.empty("v" + i, "V", "o", 1 + random.nextInt(30), 1 + random.nextInt(300)));
    }
    for (int step = 0; step < STEPS; step++) {
      String id = "r%d-%d".formatted(step / ROUND, random.nextInt(IDS));
      String where = "seed %d, step %d, id %s".formatted(seed, step, id);
      switch (random.nextInt(8)) {
        case 0 -> release(id);
        case 1 -> confirm(id, where);
        default -> reserve(id, size(random), where);
      }
      checkSums(where);
      if (step % ROUND == ROUND - 1) {
        releaseAll(); // new ids from here: the old ones can only be refused
      }
    }
  }

  private static CargoSize size(Random random) {
    return new CargoSize(1 + random.nextInt(6), 1 + random.nextInt(60));
  }

  private void releaseAll() {
    live.keySet().forEach(vessels::release);
    released.addAll(live.keySet());
    live.clear();
  }

  private void release(String id) {
    vessels.release(id);
    live.remove(id);
    released.add(id);
  }

  private void confirm(String id, String where) {
    ConfirmResult outcome = vessels.confirm(id);
    if (live.containsKey(id)) {
      assertThat(outcome).as(where).isInstanceOf(Held.class);
    } else {
      Object expected = released.contains(id) ? new Released() : new Unknown();
      assertThat(outcome).as(where).isEqualTo(expected);
    }
  }

  private void reserve(String id, CargoSize size, String where) {
    List<Vessel> before = vessels.list();
    ReserveResult outcome = vessels.reserve(id, size);
    Held held = live.get(id);
    if (released.contains(id)) {
      assertThat(outcome).as(where).isEqualTo(new Released());
    } else if (held != null) {
      Class<?> expected = held.reservation().size().equals(size) ? Held.class : OtherSize.class;
      assertThat(outcome).as(where).isInstanceOf(expected);
    } else if (before.stream().noneMatch(vessel -> vessel.fits(size))) {
      assertThat(outcome).as(where).isInstanceOf(NothingFits.class);
    } else {
      Held made = (Held) outcome;
      Vessel best =
          before.stream()
              .filter(v -> v.fits(size))
              .sorted(Vessel.TIGHTEST)
              .findFirst()
              .orElseThrow();
      assertThat(made.vessel()).as(where).isEqualTo(best.taking(size));
      live.put(id, made);
    }
  }

  private void checkSums(String where) {
    for (Vessel vessel : vessels.list()) {
      List<CargoSize> aboard =
          live.values().stream()
              .map(Held::reservation)
              .filter(held -> held.vesselId().equals(vessel.id()))
              .map(Reservation::size)
              .toList();
      long containers = aboard.stream().mapToLong(CargoSize::containers).sum();
      long weightKg = aboard.stream().mapToLong(CargoSize::weightKg).sum();
      assertThat(vessel.usedCapacity()).as(where).isEqualTo(containers);
      assertThat(vessel.usedWeightKg()).as(where).isEqualTo(weightKg);
      assertThat(vessel.freeCapacity()).as(where).isNotNegative();
      assertThat(vessel.freeWeightKg()).as(where).isNotNegative();
    }
  }
}
