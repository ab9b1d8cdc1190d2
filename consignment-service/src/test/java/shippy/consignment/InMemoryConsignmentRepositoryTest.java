package shippy.consignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import shippy.consignment.Consignment.State;
import shippy.problem.BackendException;
import shippy.store.memory.MemoryLimit;

class InMemoryConsignmentRepositoryTest extends ConsignmentRepositoryContract {
  @Override
  ConsignmentRepository emptyRepository() {
    return new InMemoryConsignmentRepository();
  }

  @Test
  void full_memory_refuses_new_consignments_and_nothing_else() {
    ConsignmentRepository full =
        new InMemoryConsignmentRepository(new MemoryLimit("consignments", 1 << 20));
    int count = 0;
    while (!full.insert(intent("c" + count, NOON), NOON).isCompletedExceptionally()) {
      count++;
    }
    assertThat(count).isGreaterThan(1_000);
    assertThatThrownBy(() -> full.insert(intent("another", NOON), NOON).join())
        .hasCauseInstanceOf(BackendException.class)
        .hasMessageContaining("store memory: full of consignments (expected: ");
    assertThat(full.insert(intent("c1", NOON), NOON).join())
        .as("a repeat")
        .isEqualTo(intent("c1", NOON));
    assertThat(full.cancel("c2").join()).contains(intent("c2", NOON).cancelled());
    full.insert(intent("c3", NOON), NOON).join();
    for (int i = 4; i < count; i++) {
      full.abort(intent("c" + i, NOON), "a reason that is long enough ".repeat(20) + i).join();
    }
    assertThat(full.find("c" + (count - 1)).flatMap(Consignment::refusal))
        .contains("no vessel took it (there was no memory to keep the reason)");
    assertThat(full.confirm(intent("c3", NOON), "a new vessel").join().vesselId())
        .isEqualTo(full.find("c3").flatMap(Consignment::vesselId))
        .contains("a new vessel");
    assertThat(full.page(Set.of(State.ABORTED), Optional.empty(), count)).hasSize(count - 4);
  }
}
