package shippy.registry.mdns;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.registry.Node;
import shippy.registry.Registry;

/** A process that registers one node, says so, and stays until its input ends. */
final class Publisher {
  private Publisher() {}

  /** Arguments: service, id, address. */
  public static void main(String[] args) throws IOException {
    Node node = Node.of(args[0], args[1], args[2]);
    Registry registry = new MdnsRegistryProvider().open(Config.of(Map.of(), Map.of()));
    registry.watch(
        node.service(), snapshot -> System.out.println(Clock.system().now() + " " + snapshot));
    registry.register(node, Duration.ofSeconds(15));
    System.out.println("registered");
    System.in.transferTo(System.out);
    registry.deregister(node);
    registry.close();
    System.out.println("closed");
  }
}
