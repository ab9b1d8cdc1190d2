package shippy.registry.dns;

import java.nio.file.Path;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.registry.Registry;
import shippy.registry.RegistryProvider;

/** {@code --registry=dns}. */
public final class DnsRegistryProvider implements RegistryProvider {
  private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

  @Override
  public String kind() {
    return DnsRegistry.KIND;
  }

  @Override
  public Registry open(Config config) {
    return new DnsRegistry(DnsAddress.of(config, RESOLV_CONF), Clock.system());
  }
}
