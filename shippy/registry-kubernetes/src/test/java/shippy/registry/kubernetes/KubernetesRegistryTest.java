package shippy.registry.kubernetes;

import java.time.Duration;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.testkit.kubernetes.ApiServer;
import shippy.testkit.registry.RegistryContract;

@Tag("etcd")
class KubernetesRegistryTest extends RegistryContract {
  @RegisterExtension static final ApiServer cluster = ApiServer.create();

  private final EndpointSlices slices = new EndpointSlices(cluster, "default");

  @Override
  protected Registry open() {
    return new ControlledRegistry(Clusters.admin(cluster, "default"), slices);
  }

  @Override
  protected Duration patience() {
    return Duration.ofSeconds(15);
  }

  @Override
  protected Duration ttl() {
    return Duration.ofSeconds(1);
  }

  @Override
  protected boolean loseBackend() {
    cluster.kill();
    return true;
  }

  @Override
  protected void restoreBackend() {
    cluster.restart();
  }

  @Override
  protected boolean forget(Node node) {
    slices.remove(node);
    return true;
  }

  @Override
  @Disabled("slices carry no metadata but the address of metrics")
  protected void metadata_round_trips() {}

  @Override
  @Disabled("slices carry no metadata but the address of metrics")
  protected void same_id_replaces() {}

  @Override
  @Disabled("readiness decides, there is no ttl")
  protected void crashed_owner_vanishes_after_ttl_but_not_before() {}
}
