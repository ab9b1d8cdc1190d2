package shippy.registry.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.registry.Registry;

/** Opens registries as {@code --registry=dns} does. */
final class DnsRegistries {
  private DnsRegistries() {}

  static Config config(String address) {
    return Config.of(Map.of("registry", "dns", "registry_address", address), Map.of());
  }

  static Registry open(String address) {
    return Registry.open(config(address));
  }

  /** With these lines as the system's resolver configuration. */
  static DnsAddress address(String address, Path folder, String... resolvConf) {
    try {
      Path file = Files.writeString(folder.resolve("resolv.conf"), String.join("\n", resolvConf));
      return DnsAddress.of(config(address), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Registry open(DnsAddress address) {
    return new DnsRegistry(address, Clock.system());
  }
}
