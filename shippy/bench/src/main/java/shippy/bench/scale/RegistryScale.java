package shippy.bench.scale;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import shippy.bench.report.Report;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.registry.Discovery;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.Snapshot;

/** Nodes in a fifth as many services: one connection registers them, another one reads. */
final class RegistryScale {
  private static final int[] NODES = {10, 100, 1_000};
  private static final int NODES_A_SERVICE = 5;
  private static final int WATCHERS = 100;
  private static final int CHANGES = 11;
  private static final Duration TTL = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Longer than announcements are repeated and answers wait. */
  private static final Duration SETTLING = Duration.ofSeconds(2);

  private final Config config;
  private final String subject;
  private Growth growth;

  RegistryScale(String kind, Map<String, String> flags) {
    this.config = Config.of(flags, Map.of());
    this.subject = kind + ", nodes";
    this.growth = new Growth("warm-up");
  }

  void addTo(Report report) throws InterruptedException {
    measure(NODES[0]);
    growth = new Growth(subject);
    for (int nodes : NODES) {
      measure(nodes);
    }
    growth.addTo(report);
  }

  private void measure(int count) throws InterruptedException {
    List<Node> nodes = nodes(count);
    long before = heapBytes();
    try (Registry owner = Registry.open(config);
        Registry reader = Registry.open(config)) {
      var watch = Clock.system().stopwatch();
      nodes.forEach(node -> owner.register(node, TTL));
      growth.add("register all", count, watch.get().toNanos() / 1e6, "ms");
      awaitAll(reader, nodes);
      growth.add("register until all are seen", count, watch.get().toNanos() / 1e6, "ms");
      growth.time("list", count, 25, () -> reader.services());
      String service = nodes.get(0).service();
      growth.time("get", count, 101, () -> reader.nodes(service));
      growth.time("first get of a connection", count, 5, () -> firstGet(service));
      fanOut(nodes.get(0), count, owner, reader);
      growth.add("heap of both sides", count, (heapBytes() - before) / 1e6, "MB");
      nodes.forEach(owner::deregister);
    }
  }

  private static List<Node> nodes(int count) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String service = "scale.service%03d".formatted(i / NODES_A_SERVICE);
      nodes.add(Node.of(service, service + "-" + i, "127.0.0.1:" + (10_000 + i)));
    }
    return nodes;
  }

  private static void awaitAll(Registry reader, List<Node> nodes) throws InterruptedException {
    List<String> services = nodes.stream().map(Node::service).distinct().toList();
    CountDownLatch seen = new CountDownLatch(services.size());
    List<Discovery.Watch> watches = new ArrayList<>();
    for (String service : services) {
      int expected =
          Math.toIntExact(nodes.stream().filter(n -> n.service().equals(service)).count());
      AtomicBoolean first = new AtomicBoolean(true);
      watches.add(
          reader.watch(
              service,
              snapshot -> {
                if (snapshot instanceof Snapshot.Nodes all
                    && all.nodes().size() == expected
                    && first.getAndSet(false)) {
                  seen.countDown();
                }
              }));
    }
    boolean all = seen.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    watches.forEach(Discovery.Watch::close);
    if (!all) {
      throw new IllegalStateException(
          "%d of %d services complete after %s (expected: all)"
              .formatted(services.size() - seen.getCount(), services.size(), PATIENCE));
    }
  }

  private void firstGet(String service) {
    try (Registry fresh = Registry.open(config)) {
      var unused = fresh.nodes(service);
    }
  }

  /** From a change to the last of the watchers, each with its own subscription. */
  private void fanOut(Node node, int count, Registry owner, Registry reader) {
    Mark mark = new Mark();
    List<Discovery.Watch> watches = new ArrayList<>();
    for (int i = 0; i < WATCHERS; i++) {
      watches.add(reader.watch(node.service(), mark::look));
    }
    growth.time("watch fan-out to 100", count, CHANGES, () -> mark.change(node, owner));
    watches.forEach(Discovery.Watch::close);
  }

  /** The metadata that watchers wait for. */
  private static final class Mark {
    private volatile String text = "none";
    private volatile CountDownLatch told = new CountDownLatch(WATCHERS);

    void look(Snapshot snapshot) {
      if (snapshot instanceof Snapshot.Nodes all
          && all.nodes().stream().anyMatch(node -> text.equals(node.metadata().get("mark")))) {
        told.countDown();
      }
    }

    void change(Node node, Registry owner) {
      told = new CountDownLatch(WATCHERS);
      text = UUID.randomUUID().toString();
      owner.register(node.withMetadata(Map.of("mark", text)), TTL);
      try {
        if (!told.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException(told.getCount() + " watchers were not told of a change");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What is kept once nothing is under way: the least until it falls no more. */
  private static long heapBytes() {
    long least = Long.MAX_VALUE;
    var watch = Clock.system().stopwatch();
    while (watch.get().compareTo(SETTLING) < 0) {
      System.gc();
      long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
      if (used < least) {
        watch = used < least - least / 100 ? Clock.system().stopwatch() : watch;
        least = used;
      }
    }
    return least;
  }
}
