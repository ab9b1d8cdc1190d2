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
 * Customers that order all the time while a process is killed every second, or as soon after as one
 * of them has had an answer.
 */
final class Storm {
  private static final int CUSTOMERS = 8;
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(1);
  // On a machine so slow that nothing comes up within a second, kills must not outrun all work.
  private static final Duration PROGRESS = Duration.ofSeconds(60);
  private static final Duration LAST_ORDERS = Duration.ofSeconds(150);

  private final Cluster cluster;
  private final Services services;
  private final History history;
  private final Random random;

  Storm(Cluster cluster, Services services, History history, long seed) {
    this.cluster = cluster;
    this.services = services;
    this.history = history;
    this.random = new Random(seed);
  }

  /**
   * Fails early if all work stops. Returns when all customers have their last answer and all
   * processes run.
   */
  void rage(int kills, Watcher watcher) {
    new Customer("first", services, history, random).fillFleet();
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(CUSTOMERS);
    try {
      List<CompletableFuture<Void>> customers = new ArrayList<>();
      for (int i = 0; i < CUSTOMERS; i++) {
        Customer customer = new Customer("w" + i, services, history, new Random(random.nextLong()));
        customers.add(CompletableFuture.runAsync(() -> customer.orderUntil(over::get), threads));
      }
      for (int i = 0; i < kills; i++) {
        long before = history.definite();
        throughout(BETWEEN_KILLS, () -> check(watcher, customers));
        eventually(PROGRESS, () -> assertThat(history.definite()).isGreaterThan(before));
        cluster.kill(random.nextInt(cluster.size()));
      }
      over.set(true);
      eventually(LAST_ORDERS, () -> assertThat(customers).allMatch(CompletableFuture::isDone));
      check(watcher, customers);
      cluster.awaitAll();
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
  }

  private static void check(Watcher watcher, List<CompletableFuture<Void>> customers) {
    watcher.check();
    customers.stream().filter(CompletableFuture::isCompletedExceptionally).forEach(c -> c.join());
  }
}
