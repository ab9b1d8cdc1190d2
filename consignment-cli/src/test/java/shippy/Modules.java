package shippy;

import static java.util.stream.Collectors.joining;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The modules, in their order, and which others each may see. */
final class Modules implements LocationProvider {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Map<String, Set<String>> BELOW = below();

  private static Map<String, Set<String>> below() {
    Map<String, Set<String>> below = new LinkedHashMap<>();
    below.put("proto", Set.of());
    below.put("shippy/core", Set.of());
    below.put("shippy/rpc", Set.of("core"));
    below.put("shippy/registry-mdns", Set.of("core"));
    below.put("shippy/registry-etcd", Set.of("core"));
    below.put("shippy/store", Set.of("core"));
    below.put("shippy/logging", Set.of("core"));
    below.put("shippy/console", Set.of("core"));
    below.put("shippy/process", Set.of("core"));
    below.put("shippy/testkit", Set.of("core", "process", "proto"));
    below.put("shippy/dynamic-client", Set.of("core", "rpc"));
    below.put("shippy/gateway", Set.of("core", "rpc", "dynamic-client"));
    below.put("shippy/doctor", Set.of("core", "rpc", "console", "registry-mdns", "registry-etcd"));
    below.put("shippy/fsck", Set.of("core", "rpc", "console", "proto"));
    below.put("shippy/demo", Set.of("core", "rpc", "console", "process", "fsck", "proto"));
    below.put(
        "shippy/tool",
        Set.of(
            "core",
            "rpc",
            "console",
            "process",
            "dynamic-client",
            "gateway",
            "doctor",
            "fsck",
            "demo",
            "proto",
            "registry-etcd"));
    below.put("vessel-service", Set.of("core", "rpc", "store", "proto"));
    below.put("consignment-service", Set.of("core", "rpc", "store", "proto"));
    below.put(
        "consignment-cli", Set.of("core", "rpc", "console", "dynamic-client", "doctor", "proto"));
    return below;
  }

  @Override
  public Set<Location> get(Class<?> testClass) {
    return Set.copyOf(
        BELOW.keySet().stream()
            .map(module -> Location.of(ROOT.resolve(module).resolve("target/classes")))
            .toList());
  }

  static ArchCondition<JavaClass> seeOnlyThoseBelow() {
    return new ArchCondition<>("see only modules below their own") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        String module = moduleOf(item).orElseThrow();
        String unseen =
            item.getDirectDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                .flatMap(target -> moduleOf(target).stream())
                .filter(
                    other ->
                        !other.equals(module)
                            && !BELOW.getOrDefault(module, Set.of()).contains(name(other)))
                .distinct()
                .collect(joining(", "));
        if (!unseen.isEmpty()) {
          events.add(SimpleConditionEvent.violated(item, item.getName() + " sees " + unseen));
        }
      }
    };
  }

  /** By where the class lies; none if it is not of this repository. */
  private static Optional<String> moduleOf(JavaClass type) {
    return type.getSource().stream()
        .map(source -> source.getUri().toString())
        .flatMap(
            path ->
                BELOW.keySet().stream()
                    .filter(module -> path.contains(ROOT.resolve(module) + "/target/classes/")))
        .findFirst();
  }

  private static String name(String module) {
    return module.substring(module.lastIndexOf('/') + 1);
  }
}
