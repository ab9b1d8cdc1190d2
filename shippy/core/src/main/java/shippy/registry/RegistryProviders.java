package shippy.registry;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.Settings;

/** The one place where back ends are looked up. */
final class RegistryProviders {
  private RegistryProviders() {}

  static RegistryProvider find(Config config) {
    String kind = config.get(Settings.REGISTRY);
    return all()
        .filter(provider -> provider.kind().equals(kind))
        .findFirst()
        .orElseThrow(() -> config.invalid(Settings.REGISTRY, kinds()));
  }

  private static List<String> kinds() {
    return all().map(RegistryProvider::kind).sorted().toList();
  }

  private static Stream<RegistryProvider> all() {
    return Stream.concat(
        Stream.of(new MemoryProvider()),
        ServiceLoader.load(RegistryProvider.class).stream().map(ServiceLoader.Provider::get));
  }

  /** Built in: reaches as far as one process. */
  private static final class MemoryProvider implements RegistryProvider {
    @Override
    public String kind() {
      return "memory";
    }

    @Override
    public Registry open(Config config) {
      return new InMemoryRegistry(Clock.system());
    }
  }
}
