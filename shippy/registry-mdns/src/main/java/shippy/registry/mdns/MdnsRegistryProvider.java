package shippy.registry.mdns;

import shippy.clock.Clock;
import shippy.config.Config;
import shippy.registry.Registry;
import shippy.registry.RegistryProvider;

/**
 * Opens mDNS registries for {@code --registry=mdns}; {@code --registry_address} is the interface.
 */
public final class MdnsRegistryProvider implements RegistryProvider {
  @Override
  public String kind() {
    return MdnsRegistry.KIND;
  }

  @Override
  public Registry open(Config config) {
    LocalAddress where = LocalAddress.of(config);
    return new MdnsRegistry(where, lost -> TunedJmDns.open(where, lost), Clock.system());
  }
}
