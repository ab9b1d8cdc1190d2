package shippy.consignment;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shippy.clock.ManualClock;
import shippy.config.Config;
import shippy.service.Workers;
import shippy.store.Store;
import shippy.testkit.Concurrently;

/**
 * How often a create waits for the disk here: twice, once under the intent and once under the
 * decision. The vessel service adds one, as its VesselCommitsTest says.
 */
class CommitsPerCreateTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final ConsignmentContent CONTENT =
      new ConsignmentContent("d", 1, List.of(new Container("", "", "", "")));

  @TempDir private Path temp = Path.of("");
  private final ManualClock clock = new ManualClock(NOON);
  private final Workers workers = new Workers("test-store", 1, 10);
  private final List<AutoCloseable> open = new ArrayList<>(List.of(workers));
  private Store store;
  private Saga saga;

  @BeforeEach
  void openStore() {
    Map<String, String> flags =
        Map.of("store", "sqlite:" + temp.resolve("c.db"), "data_dir", temp.toString());
    store = Store.open(Config.of(flags, Map.of()), SqlConsignmentRepository.SCHEMA).orElseThrow();
    open.add(store);
    ConsignmentRepository repository = new SqlConsignmentRepository(store);
    RecordingVessels vessels = new RecordingVessels();
    VesselNotifier notifier = new VesselNotifier(repository, vessels, workers, clock);
    saga = new Saga(repository, vessels, notifier, clock);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  @Test
  void one_caller_costs_two_commits_a_create_and_one_for_many_settled_together() {
    long before = store.commits();
    for (int i = 0; i < 50; i++) {
      assertThat(create("c" + i).join().state()).isEqualTo(Consignment.State.CONFIRMED);
    }
    eventually(SOON, () -> assertThat(unsettled()).isEmpty());
    assertThat(store.commits() - before)
        .as("one settles the first, which may go along with a create, and one the others")
        .isBetween(2 * 50 + 1L, 2 * 50 + 2L);
  }

  @Test
  void callers_that_wait_together_share_all_commits() {
    long before = store.commits();
    CountDownLatch gate = new CountDownLatch(1);
    var unused =
        store.submit(
            sql -> {
              Concurrently.await(gate);
              return "on";
            });
    List<CompletableFuture<Consignment>> creates = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      creates.add(create("c" + i));
    }
    gate.countDown();
    creates.forEach(CompletableFuture::join);
    clock.advance(ConfirmationBatches.PAUSE);
    eventually(SOON, () -> assertThat(unsettled()).isEmpty());
    assertThat(store.commits() - before).as("of 64 creates").isLessThanOrEqualTo(10);
  }

  private CompletableFuture<Consignment> create(String id) {
    return saga.create(Consignment.pending(id, CONTENT, NOON));
  }

  private List<String> unsettled() {
    clock.advance(ConfirmationBatches.PAUSE);
    return store.read(
        sql -> sql.list("SELECT id FROM consignment WHERE settled = 0", row -> row.getString(1)));
  }
}
