package shippy.consignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.consignment.Consignment.State;

/** Random walks through each repository beside the plainest one. A failure names its seed. */
class ConsignmentWalkTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456Z");
  private static final int STEPS = 8_000;
  private static final int COMMITTED_STEPS = 2_000;
  private static final int ALL = 100_000;

  @RegisterExtension final ConsignmentStores stores = new ConsignmentStores();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void memory_keeps_to_the_model(long seed) {
    walk(new InMemoryConsignmentRepository(), seed, STEPS, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {4, 5})
  void sqlite_keeps_to_the_model(long seed) {
    walk(stores.sqlite(), seed, COMMITTED_STEPS, ALL);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {6, 7})
  void postgres_keeps_to_the_model(long seed) {
    walk(stores.postgres(), seed, COMMITTED_STEPS, ALL);
  }

  /**
   * Claims up to {@code claimed} at once; in a database all, for which of those that became due at
   * the same time are claimed first is not said.
   */
  private static void walk(ConsignmentRepository store, long seed, int steps, int claimed) {
    ConsignmentRepository model = new TreeMapConsignmentRepository();
    Random random = new Random(seed);
    for (int step = 0; step < steps; step++) {
      String id = "c%05d".formatted(Math.max(0, step - random.nextInt(1_500)));
      Instant now = NOON.plus(step + random.nextInt(50), ChronoUnit.MICROS);
      String where = "seed %d, step %d, id %s".formatted(seed, step, id);
      Object expected = act(model, new Random(seed + step), id, now, claimed);
      assertThat(act(store, new Random(seed + step), id, now, claimed))
          .as(where)
          .isEqualTo(expected);
    }
    for (State state : State.values()) {
      assertThat(store.page(Set.of(state), Optional.empty(), steps))
          .isNotEmpty()
          .isEqualTo(model.page(Set.of(state), Optional.empty(), steps));
    }
  }

  private static Object act(
      ConsignmentRepository store, Random random, String id, Instant now, int claimed) {
    Consignment intent = intent(random, id, now);
    return switch (random.nextInt(16)) {
      case 0 -> store.cancel(id).join();
      case 1 -> store.find(id);
      case 2 ->
          new HashSet<>(store.claim(now, now.plusNanos(500_000), claimed - random.nextInt(20)));
      case 3 -> {
        Set<State> states = EnumSet.allOf(State.class);
        states.removeIf(state -> random.nextBoolean());
        yield store.page(states, Optional.of(new ListPosition(now.minusNanos(700_000), id)), 30);
      }
      case 4, 5 ->
          store.find(id).map(found -> store.abort(found(found), "no " + now).join()).isPresent();
      case 6, 7, 8 -> store.find(id).map(found -> store.confirm(found(found), "v").join().state());
      case 9, 10 -> store.settle(List.of(id, "unknown"), State.CONFIRMED).join() == null;
      default -> store.insert(intent, now.plusNanos(500_000)).join();
    };
  }

  /** As insert returned it. */
  private static Consignment found(Consignment any) {
    return Consignment.pending(any.id(), any.content(), any.createdAt());
  }

  private static Consignment intent(Random random, String id, Instant now) {
    int containers = 1 + (random.nextInt(100) == 0 ? 200 : random.nextInt(3));
    return Consignment.pending(
        id,
        new ConsignmentContent(
            "caf\u00e9 \ud83d\udea2 ".repeat(random.nextInt(30)),
            1 + random.nextInt(Integer.MAX_VALUE - 1),
            Collections.nCopies(containers, new Container("", "cust" + now, "\n", id.repeat(20)))),
        now);
  }
}
