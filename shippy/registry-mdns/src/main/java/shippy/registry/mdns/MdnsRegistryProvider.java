package shippy.registry.mdns;

import java.time.Duration;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.registry.Registry;
import shippy.registry.RegistryProvider;

/**
 * Opens mDNS registries for {@code --registry=mdns}; {@code --registry_address} is the interface.
 */
public final class MdnsRegistryProvider implements RegistryProvider {
  /** A system property for tests: the ttl of records, in seconds. */
  static final String TTL_PROPERTY = "shippy.mdns.ttl";

  @Override
  public String kind() {
    return MdnsRegistry.KIND;
  }

  @Override
  public Registry open(Config config) {
    LocalAddress where = LocalAddress.of(config);
    return new MdnsRegistry(
        where,
        ttl(),
        (receiver, broken) -> MulticastLink.open(where, receiver, broken),
        Clock.system());
  }

  static Duration ttl() {
    return Duration.ofSeconds(Integer.getInteger(TTL_PROPERTY, (int) MdnsRegistry.TTL.toSeconds()));
  }
}
