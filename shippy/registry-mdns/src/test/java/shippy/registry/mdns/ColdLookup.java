package shippy.registry.mdns;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import shippy.clock.Clock;
import shippy.registry.Discovery.Watch;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.Snapshot;

/**
 * What a cold command does: opens, waits for the first node of a service, closes, returns.
 *
 * <pre>
 * java -cp CLASSPATH shippy.registry.mdns.Publisher s s-1 127.0.0.1:50051 &amp;
 * java -cp CLASSPATH shippy.registry.mdns.ColdLookup s
 * </pre>
 */
final class ColdLookup {
  private ColdLookup() {}

  /**
   * Arguments: the service, and the interface if it is not loopback. Prints milliseconds from main
   * to the first node, those of the close, and the nodes.
   */
  public static void main(String[] args) throws InterruptedException {
    Supplier<Duration> time = Clock.system().stopwatch();
    CompletableFuture<List<Node>> found = new CompletableFuture<>();
    Registry registry = new MdnsRegistryProvider().open(Publisher.config(args, 1));
    Watch watch = registry.watch(args[0], snapshot -> first(snapshot, found));
    List<Node> nodes = found.join();
    long foundMillis = time.get().toMillis();
    watch.close();
    registry.close();
    System.out.printf("%d %d %s%n", foundMillis, time.get().toMillis() - foundMillis, nodes);
  }

  private static void first(Snapshot snapshot, CompletableFuture<List<Node>> found) {
    if (snapshot instanceof Snapshot.Nodes set && !set.nodes().isEmpty()) {
      found.complete(set.nodes());
    }
  }
}
