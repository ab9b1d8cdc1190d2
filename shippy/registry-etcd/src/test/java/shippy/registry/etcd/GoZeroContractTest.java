package shippy.registry.etcd;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.Snapshot;
import shippy.testkit.etcd.EtcdExtension;
import shippy.testkit.registry.ForwardingRegistry;
import shippy.testkit.registry.RegistryContract;

/** go-zero's values are addresses, so each node has its own here, and is known by it. */
@Tag("etcd")
@Execution(ExecutionMode.CONCURRENT)
class GoZeroContractTest extends RegistryContract {
  @RegisterExtension final EtcdExtension etcd = EtcdExtension.nodes(1);

  private final Map<String, Node> byAddress = new ConcurrentHashMap<>();

  @Override
  protected Registry open() {
    return new KnownByAddress(
        EtcdRegistries.open(
            Map.of("registry_address", etcd.endpoints(), "registry_layout", "go-zero"), Map.of()));
  }

  @Override
  protected Node node(String name) {
    String address = name + ".example:50051";
    return byAddress.computeIfAbsent(
        address, unknown -> Node.of(service, service + "-" + name, address));
  }

  @Override
  protected Duration patience() {
    return Duration.ofSeconds(8);
  }

  @Override
  protected Duration ttl() {
    return Duration.ofSeconds(3);
  }

  @Override
  protected boolean loseBackend() {
    etcd.killAll();
    return true;
  }

  @Override
  protected void restoreBackend() {
    etcd.restore();
  }

  @Override
  protected boolean killOwner(Registry owner) {
    owner.close();
    return true;
  }

  @Override
  protected boolean forget(Node node) {
    etcd.etcdctl("del", "--prefix", service + "/");
    return true;
  }

  @Override
  @Disabled("go-zero has no metadata")
  protected void metadata_round_trips() {}

  @Override
  @Disabled("go-zero has no metadata")
  protected void same_id_replaces() {}

  private final class KnownByAddress extends ForwardingRegistry {
    KnownByAddress(Registry registry) {
      super(registry);
    }

    @Override
    public List<Node> nodes(String name) {
      return new Snapshot.Nodes(known(super.nodes(name))).nodes();
    }

    @Override
    public Watch watch(String name, Consumer<Snapshot> listener) {
      return super.watch(
          name,
          snapshot ->
              listener.accept(
                  snapshot instanceof Snapshot.Nodes set
                      ? new Snapshot.Nodes(known(set.nodes()))
                      : snapshot));
    }

    private List<Node> known(List<Node> nodes) {
      return nodes.stream().map(node -> byAddress.getOrDefault(node.address(), node)).toList();
    }
  }
}
