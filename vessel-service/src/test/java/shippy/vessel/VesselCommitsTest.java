package shippy.vessel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.config.Config;
import shippy.store.Store;
import shippy.testkit.Concurrently;
import shippy.vessel.VesselRepository.Held;
import shippy.vessel.VesselRepository.NothingFits;
import shippy.vessel.VesselRepository.Released;
import shippy.vessel.VesselRepository.ReserveResult;
import shippy.vessel.VesselRepository.Unknown;

/** How often a create waits for the disk here: once, under the reservation. */
class VesselCommitsTest {
  private static final CargoSize SIZE = new CargoSize(1, 10);

  @TempDir private Path temp = Path.of("");

  @Test
  void reservation_costs_one_commit_and_many_are_confirmed_with_one() {
    try (Store store = open()) {
      StoredFleet vessels = fleet(store);
      long before = store.commits();
      List<String> ids = IntStream.range(0, 20).mapToObj(i -> "r" + i).toList();
      ids.forEach(id -> assertThat(vessels.reserve(id, SIZE)).isInstanceOf(Held.class));
      assertThat(store.commits() - before).isEqualTo(20);
      assertThat(vessels.confirmAll(ids)).isEmpty();
      assertThat(store.commits() - before).isEqualTo(21);
    }
  }

  @Test
  void confirming_many_tells_those_that_are_not_there() {
    try (Store store = open()) {
      confirmMany(new StoredFleet(new SqlVesselRepository(store)));
    }
    confirmMany(new StoredFleet(new InMemoryVesselRepository()));
  }

  private static void confirmMany(StoredFleet vessels) {
    vessels.seed(List.of(Vessel.empty("v1", "One", "o", 20, 1_000)));
    vessels.reserve("held", SIZE);
    vessels.release("gone");
    assertThat(vessels.confirmAll(List.of("held", "gone", "never", "held")))
        .containsOnly(Map.entry("gone", new Released()), Map.entry("never", new Unknown()));
    assertThat(vessels.confirmAll(List.of("held"))).isEmpty();
    assertThat(((Held) vessels.confirm("held")).reservation().state())
        .isEqualTo(Reservation.State.CONFIRMED);
  }

  @Test
  void requests_that_wait_together_are_answered_one_after_the_other_in_one_commit() {
    try (Store store = open()) {
      VesselRepository vessels = fleet(store).real();
      assertThat(vessels.reserve("known", SIZE).join()).isInstanceOf(Held.class);
      long before = store.commits();
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch gate = new CountDownLatch(1);
      var unused =
          store.submit(
              sql -> {
                begun.countDown();
                Concurrently.await(gate);
                return "on";
              });
      Concurrently.await(begun);
      List<CompletableFuture<ReserveResult>> all = new ArrayList<>();
      for (int i = 0; i < 21; i++) {
        all.add(vessels.reserve(i == 7 ? "r6" : "r" + i, SIZE));
      }
      CompletableFuture<Void> released = vessels.release("known");
      CompletableFuture<ReserveResult> again = vessels.reserve("known", SIZE);
      CompletableFuture<ReserveResult> last = vessels.reserve("last", SIZE);
      gate.countDown();
      assertThat(again.join()).isEqualTo(new Released());
      assertThat(released).isCompleted();
      assertThat(all.get(7).join()).isEqualTo(all.get(6).join());
      assertThat(all.stream().map(CompletableFuture::join).filter(Held.class::isInstance))
          .as("19 places, and one twice")
          .hasSize(20);
      assertThat(all.get(20).join()).isInstanceOf(NothingFits.class);
      assertThat(last.join()).as("the place that was released").isInstanceOf(Held.class);
      assertThat(store.commits() - before).as("that of the gate, and one for all").isEqualTo(2);
      assertThat(vessels.list().get(0).usedCapacity()).isEqualTo(20);
    }
  }

  private static StoredFleet fleet(Store store) {
    StoredFleet fleet = new StoredFleet(new SqlVesselRepository(store));
    fleet.seed(List.of(Vessel.empty("v1", "One", "o", 20, 1_000)));
    return fleet;
  }

  private Store open() {
    Map<String, String> flags =
        Map.of("store", "sqlite:" + temp.resolve("v.db"), "data_dir", temp.toString());
    return Store.open(Config.of(flags, Map.of()), SqlVesselRepository.SCHEMA).orElseThrow();
  }
}
