package shippy.transcoding;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import shippy.transcoding.HttpBinding.Match;

/**
 * All bindings, ordered so that the first match is the one that is meant. Immutable.
 *
 * @param bindings those that match less come first
 */
record BindingTable(List<HttpBinding> bindings) {
  static final BindingTable EMPTY = new BindingTable(List.of());

  /**
   * A table of these bindings. Of several for the same requests the first is served.
   *
   * @param conflicts takes what is wrong with the others
   */
  static BindingTable of(List<HttpBinding> all, Consumer<String> conflicts) {
    Map<String, HttpBinding> served = new HashMap<>();
    for (HttpBinding binding : all) {
      HttpBinding first = served.putIfAbsent(binding.shape(), binding);
      if (first != null && !first.method().equals(binding.method())) {
        conflicts.accept(
            "%s is not served: it means the same requests as %s".formatted(binding, first));
      }
    }
    Set<HttpBinding> chosen = new HashSet<>(served.values());
    return new BindingTable(
        all.stream()
            .filter(chosen::contains)
            .sorted(Comparator.comparing(HttpBinding::order))
            .toList());
  }

  /** What a request by this HTTP method means; empty if it is not declared. */
  Optional<Match> find(String verb, List<String> path) {
    return matching(path)
        .filter(match -> Stream.of("*", verb).anyMatch(match.binding().verb()::equals))
        .findFirst();
  }

  /** The HTTP methods that are declared for the path. */
  List<String> verbs(List<String> path) {
    return matching(path).map(match -> match.binding().verb()).distinct().sorted().toList();
  }

  private Stream<Match> matching(List<String> path) {
    return bindings.stream().flatMap(binding -> binding.match(path).stream());
  }
}
