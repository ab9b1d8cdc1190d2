package shippy.registry.mdns;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.registry.Node;
import shippy.registry.Registry;

/**
 * A process that registers one node, says so, and stays until its input ends; on another interface
 * than loopback until it is ended.
 */
final class Publisher {
  private Publisher() {}

  /** Arguments: service, id, address, and the interface if it is not loopback. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Node node = Node.of(args[0], args[1], args[2]);
    Registry registry = new MdnsRegistryProvider().open(config(args, 3));
    registry.watch(
        node.service(), snapshot -> System.out.println(Clock.system().now() + " " + snapshot));
    registry.register(node, Duration.ofSeconds(15));
    System.out.println("registered");
    if (args.length > 3) {
      Thread.currentThread().join();
    }
    System.in.transferTo(System.out);
    registry.deregister(node);
    registry.close();
    System.out.println("closed");
  }

  /** The settings for the interface that the argument with this index names, if there is one. */
  static Config config(String[] args, int index) {
    return Config.of(
        args.length > index ? Map.of("registry_address", args[index]) : Map.of(), Map.of());
  }
}
