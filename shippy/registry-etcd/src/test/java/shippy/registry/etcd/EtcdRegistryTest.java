package shippy.registry.etcd;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.etcd.format.EtcdKeys;
import shippy.testkit.etcd.EtcdExtension;
import shippy.testkit.registry.RegistryContract;

@Tag("etcd")
@Execution(ExecutionMode.CONCURRENT)
class EtcdRegistryTest extends RegistryContract {
  @RegisterExtension final EtcdExtension etcd = EtcdExtension.nodes(1);

  @Override
  protected Registry open() {
    return EtcdRegistries.open(etcd.endpoints());
  }

  @Override
  protected Duration patience() {
    return Duration.ofSeconds(8);
  }

  /** etcd rounds up to whole seconds, and expired leases go twice a second. */
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
    etcd.etcdctl("del", EtcdKeys.of(node).toString());
    return true;
  }
}
