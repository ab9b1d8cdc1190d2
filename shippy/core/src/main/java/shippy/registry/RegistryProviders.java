package shippy.registry;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.Settings;
import shippy.config.Settings.RegistryLayout;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/** The one place where back ends are looked up. */
final class RegistryProviders {
  private RegistryProviders() {}

  static RegistryProvider find(Config config) {
    String kind = config.get(Settings.REGISTRY);
    requireLayout(kind, config);
    return all()
        .filter(provider -> provider.kind().equals(kind))
        .findFirst()
        .orElseThrow(() -> config.invalid(Settings.REGISTRY, kinds()));
  }

  /** Only etcd holds registrations of other frameworks. */
  private static void requireLayout(String kind, Config config) {
    if (config.get(Settings.REGISTRY_LAYOUT) != RegistryLayout.MICRO && !kind.equals("etcd")) {
      Config.Origin layout = config.origin(Settings.REGISTRY_LAYOUT).orElseThrow();
      throw Problem.of(
              ExitCode.CONFIG,
              "%s: \"%s\" (expected: micro, with registry %s)"
                  .formatted(layout.source(), layout.text(), kind))
          .withLikely("other frameworks register in etcd")
          .withFix("--registry=etcd", "find their services there")
          .toException();
    }
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
