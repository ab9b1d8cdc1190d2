package shippy;

import static java.util.Map.entry;
import static java.util.stream.Collectors.joining;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The modules, and which others each may see. */
final class Modules implements LocationProvider {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Map<String, Set<String>> BELOW =
      Map.ofEntries(
          entry("proto", Set.of()),
          entry("shippy/core", Set.of()),
          entry("shippy/telemetry", Set.of("core")),
          entry("shippy/retry", Set.of("core", "telemetry")),
          entry("shippy/rpc", Set.of("core", "telemetry", "retry")),
          entry("shippy/registry-mdns", Set.of("core")),
          entry("shippy/registry-etcd", Set.of("core")),
          entry("shippy/registry-kubernetes", Set.of("core")),
          entry("shippy/registry-dns", Set.of("core")),
          entry("shippy/config-files", Set.of("core")),
          entry("shippy/config-etcd", Set.of("core", "registry-etcd")),
          entry("shippy/store", Set.of("core")),
          entry("shippy/logging", Set.of("core")),
          entry("shippy/logging-fluentd", Set.of("core")),
          entry("shippy/console", Set.of("core")),
          entry("shippy/process", Set.of("core")),
          entry("shippy/testkit", Set.of("core", "process", "proto")),
          entry("shippy/dynamic-client", Set.of("core", "telemetry", "rpc")),
          entry("shippy/governance", Set.of("core", "telemetry", "retry", "rpc")),
          entry("shippy/gomicro", Set.of("core", "rpc", "dynamic-client")),
          entry("shippy/reflection", Set.of("rpc")),
          entry("shippy/telemetry-export", Set.of("core", "telemetry", "rpc")),
          entry("shippy/gateway", Set.of("core", "telemetry", "rpc", "dynamic-client")),
          entry(
              "shippy/doctor",
              Set.of("core", "rpc", "console", "dynamic-client", "registry-mdns", "registry-etcd")),
          entry("shippy/fsck", Set.of("core", "rpc", "console", "proto")),
          entry("shippy/demo", Set.of("core", "rpc", "console", "process", "fsck", "proto")),
          entry(
              "shippy/run",
              Set.of("core", "rpc", "console", "process", "dynamic-client", "gateway")),
          entry("shippy/scaffold", Set.of("core", "process")),
          entry("shippy/deploy", Set.of("core", "console", "scaffold")),
          entry(
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
                  "run",
                  "scaffold",
                  "config-etcd",
                  "deploy")),
          entry("vessel-service", Set.of("core", "telemetry", "rpc", "store", "proto")),
          entry("consignment-service", Set.of("core", "telemetry", "rpc", "store", "proto")),
          entry(
              "shippy/bench",
              Set.of(
                  "core",
                  "process",
                  "rpc",
                  "registry-etcd",
                  "store",
                  "dynamic-client",
                  "testkit",
                  "proto")),
          entry(
              "consignment-cli",
              Set.of("core", "rpc", "console", "dynamic-client", "doctor", "proto")));

  @Override
  public Set<Location> get(Class<?> testClass) {
    return Set.copyOf(
        BELOW.keySet().stream()
            .map(module -> Location.of(ROOT.resolve(module).resolve("target/classes")))
            .toList());
  }

  /** The main sources of a module, one class a file. */
  static Map<String, List<Path>> sources() {
    Map<String, List<Path>> sources = new TreeMap<>();
    for (String module : BELOW.keySet()) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main"))) {
        sources.put(module, files.filter(file -> file.toString().endsWith(".java")).toList());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return sources;
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
