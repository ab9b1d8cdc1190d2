package shippy.registry.etcd;

import shippy.clock.Clock;
import shippy.config.Config;
import shippy.registry.Registry;
import shippy.registry.RegistryProvider;

/** {@code --registry=etcd}. */
public final class EtcdRegistryProvider implements RegistryProvider {
  @Override
  public String kind() {
    return EtcdRegistry.KIND;
  }

  @Override
  public Registry open(Config config) {
    return new EtcdRegistry(config, Clock.system());
  }
}
