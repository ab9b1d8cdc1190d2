package shippy.registry.kubernetes;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import shippy.clock.Clock;
import shippy.registry.Node;
import shippy.registry.Snapshot;
import shippy.testkit.registry.ForwardingRegistry;

/** The registry, and beside it what writes the slices of nodes that register. */
final class ControlledRegistry extends ForwardingRegistry {
  private final EndpointSlices slices;

  ControlledRegistry(ClusterAccess access, EndpointSlices slices) {
    super(new KubernetesRegistry(access, Clock.system()));
    this.slices = slices;
  }

  @Override
  public void register(Node node, Duration ttl) {
    super.register(node, ttl);
    slices.add(node);
  }

  @Override
  public void deregister(Node node) {
    super.deregister(node);
    slices.remove(node);
  }

  @Override
  public List<Node> nodes(String service) {
    return new Snapshot.Nodes(EndpointSlices.local(super.nodes(service))).nodes();
  }

  @Override
  public Watch watch(String service, Consumer<Snapshot> listener) {
    return super.watch(
        service,
        snapshot ->
            listener.accept(
                snapshot instanceof Snapshot.Nodes set
                    ? new Snapshot.Nodes(EndpointSlices.local(set.nodes()))
                    : snapshot));
  }
}
