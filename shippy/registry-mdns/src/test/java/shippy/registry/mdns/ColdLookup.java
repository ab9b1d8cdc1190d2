package shippy.registry.mdns;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.registry.Discovery.Watch;
import shippy.registry.Registry;
import shippy.registry.Snapshot;

/**
 * What a cold command does: opens, waits for the first node of a service, closes, returns.
 *
 * <pre>
 * java -cp CLASSPATH shippy.registry.mdns.Publisher s s-1 127.0.0.1:50051 &amp;
 * java -cp CLASSPATH shippy.registry.mdns.ColdLookup s
 * </pre>
 *
 * JDK 17, two cores under load 9, no log back end, 13 runs alternating with stock JmDNS,
 * min/median/ max ms: first node 270/410/912 (stock 262/516/970), close 12/15/149 (2005/2009/2079).
 */
final class ColdLookup {
  private ColdLookup() {}

  /** Argument: the service. Prints milliseconds from main to the first node, and of the close. */
  public static void main(String[] args) throws InterruptedException {
    Supplier<Duration> time = Clock.system().stopwatch();
    CountDownLatch found = new CountDownLatch(1);
    Registry registry = new MdnsRegistryProvider().open(Config.of(Map.of(), Map.of()));
    Watch watch = registry.watch(args[0], snapshot -> first(snapshot, found));
    found.await();
    long foundMillis = time.get().toMillis();
    watch.close();
    registry.close();
    System.out.printf("%d %d%n", foundMillis, time.get().toMillis() - foundMillis);
  }

  private static void first(Snapshot snapshot, CountDownLatch found) {
    if (snapshot instanceof Snapshot.Nodes set && !set.nodes().isEmpty()) {
      found.countDown();
    }
  }
}
