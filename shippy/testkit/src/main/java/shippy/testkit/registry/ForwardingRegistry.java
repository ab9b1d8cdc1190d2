package shippy.testkit.registry;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import shippy.problem.Problem;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.Snapshot;

/**
 * Forwards to another registry; a test overrides the methods that shall fail. As thread-safe as
 * that one.
 */
public class ForwardingRegistry implements Registry {
  private final Registry registry;

  public ForwardingRegistry(Registry registry) {
    this.registry = requireNonNull(registry, "registry");
  }

  @Override
  public Watch watch(String service, Consumer<Snapshot> listener) {
    return registry.watch(service, listener);
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
  public boolean canList() {
    return registry.canList();
  }

  @Override
  public void refresh(String service) {
    registry.refresh(service);
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
  public boolean takesRegistrations() {
    return registry.takesRegistrations();
  }

  @Override
  public Optional<Problem> unreachableNodes() {
    return registry.unreachableNodes();
  }

  @Override
  public void close() {
    registry.close();
  }
}
