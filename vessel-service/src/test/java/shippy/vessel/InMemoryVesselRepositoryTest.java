package shippy.vessel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import shippy.store.memory.MemoryLimit;
import shippy.vessel.VesselRepository.Held;
import shippy.vessel.VesselRepository.Released;
import shippy.vessel.VesselRepository.StoreFull;

class InMemoryVesselRepositoryTest extends VesselRepositoryContract {
  private final VesselRepository full =
      new InMemoryVesselRepository(new MemoryLimit("reservations", 1 << 20));
  private final CargoSize one = new CargoSize(1, 1);

  @Override
  VesselRepository emptyRepository() {
    return new InMemoryVesselRepository();
  }

  @Test
  void full_memory_refuses_new_reservations_and_nothing_else() {
    int count = fill();
    assertThat(full.reserve("another", one).join())
        .isInstanceOfSatisfying(
            StoreFull.class,
            no -> assertThat(no.reason()).startsWith("store memory: full of reservations (exp"));
    assertThat(full.list().get(0).usedCapacity()).as("took nothing").isEqualTo(count);
    assertThat(full.reserve("r1", one).join()).as("a repeat").isInstanceOf(Held.class);
    assertThat(full.confirm("r1").join()).isInstanceOf(Held.class);
    full.release("r1").join();
    assertThat(full.list().get(0).usedCapacity()).as("gave back").isEqualTo(count - 1);
    assertThat(full.reserve("r1", one).join()).isInstanceOf(Released.class);
  }

  @Test
  void what_was_refused_is_released_however_often_and_never_reserved_late() {
    int count = fill();
    for (int i = 0; i < 50_000; i++) {
      full.release("refused-" + i).join();
    }
    for (int i = 0; i < count; i++) {
      full.release("r" + i).join();
    }
    assertThat(full.list().get(0).usedCapacity()).isZero();
    assertThat(full.reserve("refused-49999", one).join()).isNotInstanceOf(Held.class);
  }

  /** Reserves r0, r1 and so on until one is refused; returns how many there are. */
  private int fill() {
    full.create(Vessel.empty("v", "V", "o", 1_000_000, 1_000_000));
    int count = 0;
    while (full.reserve("r" + count, one).join() instanceof Held) {
      count++;
    }
    return count;
  }
}
