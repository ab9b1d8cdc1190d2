package shippy.e2e;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import shippy.config.Config;
import shippy.config.Settings;
import shippy.platform.Signals;
import shippy.registry.HostPort;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.Snapshot;

/**
 * Registers an instance of {@link #SERVICE} with the registry of this project, and prints what it
 * sees of other services. At the first SIGINT its metadata change, at the second it deregisters.
 */
final class OurPeer {
  static final String SERVICE = "stack.ours";
  static final int PORT = 7777;

  /** The metadata, of which the first SIGINT changes {@code zone}. */
  static final Map<String, String> METADATA =
      Map.of(
          "zone",
          "eu",
          "broker",
          "http",
          "protocol",
          "grpc",
          "registry",
          "mdns",
          "server",
          "grpc",
          "transport",
          "grpc",
          "owner",
          "Kane's",
          "text",
          "a=b c");

  private static final Duration LONG = Duration.ofMinutes(5);

  private final Map<String, List<Node>> known = new HashMap<>();

  private OurPeer() {}

  /** The arguments are the id of the instance and the services to watch. */
  public static void main(String[] args) throws InterruptedException {
    Config config = Config.load();
    Signals signals = Signals.install();
    Registry registry = Registry.open(config);
    String address =
        Config.of(Map.of(), System.getenv()).find(Settings.SERVER_ADVERTISE).orElseThrow();
    Node node = Node.of(SERVICE, args[0], address).withMetadata(METADATA);
    registry.register(node, LONG);
    Map<String, String> changed = new HashMap<>(METADATA);
    changed.put("zone", "us");
    signals.onFirst(() -> registry.register(node.withMetadata(changed), LONG));
    signals.onSecond(
        () -> {
          registry.deregister(node);
          registry.close();
        });
    System.out.println("registered");
    OurPeer peer = new OurPeer();
    for (String service : List.of(args).subList(1, args.length)) {
      registry.watch(service, snapshot -> peer.print(service, snapshot));
    }
    new CountDownLatch(1).await();
  }

  private synchronized void print(String service, Snapshot snapshot) {
    if (snapshot instanceof Snapshot.Nodes set) {
      List<Node> before = known.getOrDefault(service, List.of());
      known.put(service, set.nodes());
      before.stream()
          .filter(node -> set.nodes().stream().noneMatch(now -> now.id().equals(node.id())))
          .forEach(node -> System.out.println(sighting("removed", node).json()));
      set.nodes().stream()
          .filter(node -> !before.contains(node))
          .forEach(node -> System.out.println(sighting("resolved", node).json()));
    }
  }

  private static Sighting sighting(String event, Node node) {
    HostPort at = node.hostPort();
    return new Sighting(event, node.id(), at.port(), List.of(at.host()), node.metadata());
  }
}
