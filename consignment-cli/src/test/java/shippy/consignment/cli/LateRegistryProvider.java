package shippy.consignment.cli;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.RegistryProvider;
import shippy.registry.Snapshot;

/** {@code --registry=late}: as {@code fixed}, but it tells nothing for the first 1.5 s. */
public final class LateRegistryProvider implements RegistryProvider {
  @Override
  public String kind() {
    return "late";
  }

  @Override
  public Registry open(Config config) {
    return new Late(new FixedRegistryProvider().open(config), Clock.system());
  }

  private record Late(Registry registry, Clock clock) implements Registry {
    private static final Duration LATE = Duration.ofMillis(1_500);

    @Override
    public Watch watch(String service, Consumer<Snapshot> listener) {
      Clock.Timer timer = clock.schedule(LATE, () -> registry.watch(service, listener));
      return timer::cancel;
    }

    @Override
    public List<Node> nodes(String service) {
      return registry.nodes(service);
    }

    @Override
    public List<String> services() {
      return registry.services();
    }

    @Override
    public void register(Node node, Duration ttl) {
      registry.register(node, ttl);
    }

    @Override
    public void deregister(Node node) {
      registry.deregister(node);
    }

    @Override
    public String kind() {
      return registry.kind();
    }

    @Override
    public String location() {
      return registry.location();
    }

    @Override
    public void close() {
      registry.close();
    }
  }
}
