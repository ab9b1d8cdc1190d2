package shippy.registry.kubernetes;

import shippy.clock.Clock;
import shippy.config.Config;
import shippy.registry.Registry;
import shippy.registry.RegistryProvider;

/** {@code --registry=kubernetes}. */
public final class KubernetesRegistryProvider implements RegistryProvider {
  @Override
  public String kind() {
    return KubernetesRegistry.KIND;
  }

  @Override
  public Registry open(Config config) {
    return new KubernetesRegistry(ClusterAccess.from(config), Clock.system());
  }
}
