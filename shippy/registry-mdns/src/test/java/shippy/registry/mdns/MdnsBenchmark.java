package shippy.registry.mdns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.Snapshot;

/**
 * How long things take on loopback, from a registry to another one with sockets of its own:
 *
 * <pre>
 * java -cp CLASSPATH shippy.registry.mdns.MdnsBenchmark
 * </pre>
 *
 * JDK 17, two idle cores, two runs, median / p99 ms: register to visible 1.8 / 41-57, goodbye to
 * gone 0.7-0.8 / 6-14, new registry to first node 2.6 / 11-19, close 0.05 / 0.3-2.2, warm lookup
 * 0.00 / 0.01. go-micro v2.9.1 beside it, once: one lookup 101, for it waits out its 100; JmDNS
 * before: register to visible 750-1000, goodbye to gone 1000-1300, first node 270-410.
 */
final class MdnsBenchmark {
  private static final int ROUNDS = 100;
  private static final int LOOKUPS = 1_000;

  private MdnsBenchmark() {}

  /** Prints median, 99th percentile and maximum in milliseconds. */
  public static void main(String[] args) {
    List<Duration> visible = new ArrayList<>();
    List<Duration> gone = new ArrayList<>();
    List<Duration> closed = new ArrayList<>();
    List<Duration> first = new ArrayList<>();
    try (Registry reader = open()) {
      for (int i = 0; i < ROUNDS; i++) {
        measure("bench" + i, reader, visible, gone, closed, first);
      }
      report("register to visible", visible);
      report("goodbye to gone", gone);
      report("close", closed);
      report("new registry to first node", first);
      lookups(reader);
    }
  }

  private static Registry open() {
    return new MdnsRegistryProvider().open(Config.of(Map.of(), Map.of()));
  }

  private static void measure(
      String service,
      Registry reader,
      List<Duration> visible,
      List<Duration> gone,
      List<Duration> closed,
      List<Duration> first) {
    Node node = Node.of(service, service + "-1", "127.0.0.1:7001");
    Registry owner = open();
    owner.register(Node.of("opens", service, "127.0.0.1:1"), Duration.ofSeconds(15));
    NodeCount watched = new NodeCount();
    reader.watch(service, watched);
    visible.add(timed(() -> owner.register(node, Duration.ofSeconds(15)), () -> watched.await(1)));
    Registry fresh = open();
    NodeCount anew = new NodeCount();
    first.add(timed(() -> fresh.watch(service, anew), () -> anew.await(1)));
    closed.add(timed(fresh::close, () -> {}));
    gone.add(timed(() -> owner.deregister(node), () -> watched.await(0)));
    closed.add(timed(owner::close, () -> {}));
  }

  private static void lookups(Registry reader) {
    try (Registry owner = open()) {
      Node node = Node.of("looked", "looked-1", "127.0.0.1:7001");
      owner.register(node, Duration.ofSeconds(15));
      reader.nodes(node.service());
      List<Duration> warm = new ArrayList<>();
      for (int i = 0; i < LOOKUPS; i++) {
        warm.add(timed(() -> reader.nodes(node.service()), () -> {}));
      }
      report("lookup, warm", warm);
    }
  }

  private static Duration timed(Runnable action, Runnable effect) {
    Supplier<Duration> time = Clock.system().stopwatch();
    action.run();
    effect.run();
    return time.get();
  }

  private static void report(String what, List<Duration> times) {
    Collections.sort(times);
    System.out.printf(
        "%s: median %.2f, p99 %.2f, max %.2f ms (n=%d)%n",
        what,
        times.get(times.size() / 2).toNanos() / 1e6,
        times.get(times.size() * 99 / 100).toNanos() / 1e6,
        times.get(times.size() - 1).toNanos() / 1e6,
        times.size());
  }

  /** Waits until a watch tells of so many nodes. */
  private static final class NodeCount implements Consumer<Snapshot> {
    private final List<CompletableFuture<Integer>> told =
        List.of(new CompletableFuture<>(), new CompletableFuture<>());
    private boolean had;

    @Override
    public synchronized void accept(Snapshot snapshot) {
      if (snapshot instanceof Snapshot.Nodes set && (had || !set.nodes().isEmpty())) {
        had = true;
        told.get(set.nodes().size()).complete(0);
      }
    }

    void await(int count) {
      told.get(count).join();
    }
  }
}
