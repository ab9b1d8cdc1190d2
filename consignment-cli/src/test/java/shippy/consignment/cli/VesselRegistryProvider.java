package shippy.consignment.cli;

import java.time.Duration;
import java.util.Map;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.Settings;
import shippy.registry.InMemoryRegistry;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.RegistryProvider;
import shippy.testkit.GoMicroServer;

/**
 * {@code --registry=fixed}: the vessel service is at {@code --registry_address}, nothing else;
 * {@code --registry_address=go:PORT}: there it is that of the tutorial, on go-micro; {@code
 * --registry_address=faulty}: a registry with a fault of its own.
 */
public final class VesselRegistryProvider implements RegistryProvider {
  @Override
  public String kind() {
    return "fixed";
  }

  @Override
  public Registry open(Config config) {
    Registry registry = new InMemoryRegistry(Clock.system());
    String address = config.get(Settings.REGISTRY_ADDRESS);
    if (address.equals("faulty")) {
      throw new IllegalStateException("state: 3 (expected: 1 or 2)");
    }
    Node ours = Node.of("shippy.service.vessel", "the-only-one", address);
    registry.register(address.startsWith("go:") ? tutorial(address) : ours, Duration.ofHours(1));
    return registry;
  }

  private static Node tutorial(String address) {
    return new Node(
        "shippy.service.vessel",
        "go",
        "latest",
        address.replace("go:", "127.0.0.1:"),
        Map.of(),
        GoMicroServer.endpoints());
  }
}
