package shippy.registry;

import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.Settings;
import shippy.config.Settings.RegistryLayout;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** The one place where back ends are looked up. */
final class RegistryProviders {
  private static final String SERVICE = RegistryProvider.class.getName();

  private RegistryProviders() {}

  static RegistryProvider find(Config config) {
    String kind = config.get(Settings.REGISTRY);
    requireLayout(kind, config);
    return all()
        .filter(provider -> provider.kind().equals(kind))
        .findFirst()
        .orElseThrow(() -> absent(kind, config));
  }

  /** A back end of ours may be in the jar and only not be listed there, or be in no jar. */
  private static ProblemException absent(String kind, Config config) {
    ProblemException invalid = config.invalid(Settings.REGISTRY, kinds());
    if (isThere("shippy.registry.%s.%sRegistryProvider".formatted(kind, capitalized(kind)))) {
      return invalid
          .problem()
          .withLikely("packing kept one of the files META-INF/services/" + SERVICE + ", not all")
          .withFix("ServicesResourceTransformer", "in maven-shade-plugin joins them")
          .toException(invalid);
    }
    return Settings.REGISTRIES.contains(kind)
        ? invalid
            .problem()
            .withLikely("shippy-registry-%s is no dependency of this program".formatted(kind))
            .withFix("shippy:shippy-registry-" + kind, "add it to the pom, in scope runtime")
            .toException(invalid)
        : invalid;
  }

  private static String capitalized(String kind) {
    return kind.isEmpty() ? "" : kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1);
  }

  private static boolean isThere(String name) {
    try {
      Class.forName(name, false, RegistryProviders.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
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
