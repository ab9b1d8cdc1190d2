package shippy.vessel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import shippy.problem.BackendException;
import shippy.store.memory.MemoryLimit;
import shippy.vessel.VesselRepository.Held;
import shippy.vessel.VesselRepository.Released;

class InMemoryVesselRepositoryTest extends VesselRepositoryContract {
  @Override
  VesselRepository emptyRepository() {
    return new InMemoryVesselRepository();
  }

  @Test
  void full_memory_refuses_new_reservations_and_nothing_else() {
    VesselRepository full = new InMemoryVesselRepository(new MemoryLimit("reservations", 1 << 20));
    full.create(Vessel.empty("v", "V", "o", 1_000_000, 1_000_000));
    CargoSize one = new CargoSize(1, 1);
    int count = 0;
    while (!full.reserve("r" + count, one).isCompletedExceptionally()) {
      count++;
    }
    assertThatThrownBy(() -> full.reserve("another", one).join())
        .hasCauseInstanceOf(BackendException.class)
        .hasMessageContaining("store memory: full, %d reservations in ".formatted(count));
    assertThat(full.list().get(0).usedCapacity()).as("took nothing").isEqualTo(count);
    assertThat(full.reserve("r1", one).join()).as("a repeat").isInstanceOf(Held.class);
    assertThat(full.confirm("r1").join()).isInstanceOf(Held.class);
    full.release("r1").join();
    full.release("another").join();
    assertThat(full.reserve("another", one).join()).isInstanceOf(Released.class);
  }
}
