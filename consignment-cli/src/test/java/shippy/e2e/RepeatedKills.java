package shippy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static shippy.testkit.Eventually.eventually;
import static shippy.testkit.Eventually.throughout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Clients that create consignments all the time while a process is killed every second, or as soon
 * after as one of them has had an answer.
 */
final class RepeatedKills {
  private static final int CLIENTS = 8;
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(1);
  // On a machine so slow that nothing comes up within a second, kills must not outrun all work.
  private static final Duration PROGRESS = Duration.ofSeconds(60);
  private static final Duration LAST_ORDERS = Duration.ofSeconds(150);

  private final Cluster cluster;
  private final Services services;
  private final History history;
  private final Random random;

  RepeatedKills(Cluster cluster, Services services, History history, long seed) {
    this.cluster = cluster;
    this.services = services;
    this.history = history;
    this.random = new Random(seed);
  }

  /**
   * Fails early if all work stops. Returns when all clients have their last answer and all
   * processes run.
   */
  void run(int kills, CapacityMonitor monitor) {
    new RetryingClient("first", services, history, random).fillFleet();
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<CompletableFuture<Void>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        RetryingClient client =
            new RetryingClient("w" + i, services, history, new Random(random.nextLong()));
        clients.add(CompletableFuture.runAsync(() -> client.orderUntil(over::get), threads));
      }
      for (int i = 0; i < kills; i++) {
        long before = history.definite();
        throughout(BETWEEN_KILLS, () -> check(monitor, clients));
        eventually(PROGRESS, () -> assertThat(history.definite()).isGreaterThan(before));
        cluster.kill(random.nextInt(cluster.size()));
      }
      over.set(true);
      eventually(LAST_ORDERS, () -> assertThat(clients).allMatch(CompletableFuture::isDone));
      check(monitor, clients);
      cluster.awaitAll();
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
  }

  private static void check(CapacityMonitor monitor, List<CompletableFuture<Void>> clients) {
    monitor.check();
    clients.stream().filter(CompletableFuture::isCompletedExceptionally).forEach(c -> c.join());
  }
}
