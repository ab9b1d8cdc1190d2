package shippy.tool.stats;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import shippy.console.output.Text;
import shippy.registry.Node;
import shippy.registry.Versions;

/** Instances under the headings of {@code micro}: services, and their versions. Stateless. */
final class VersionHeadings {
  private VersionHeadings() {}

  static <T> void show(
      List<T> all, Function<T, Node> node, Text text, Consumer<List<T>> instances) {
    TreeMap<String, TreeMap<String, List<T>>> services =
        all.stream()
            .collect(
                groupingBy(
                    one -> node.apply(one).service(),
                    TreeMap::new,
                    groupingBy(
                        one -> node.apply(one).version(),
                        () -> new TreeMap<>(Versions.ORDER),
                        toList())));
    services.forEach(
        (service, versions) -> {
          if (!service.equals(services.firstKey())) {
            text.line("");
          }
          text.line("service  " + service);
          versions.forEach(
              (version, group) -> {
                text.line("");
                text.line("version " + version);
                text.line("");
                instances.accept(group);
              });
        });
  }
}
