package shippy.stats;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;
import shippy.platform.TelemetryExporter;
import shippy.registry.HostPort;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.RegistryException;

/**
 * The instances that serve metrics, for Prometheus' HTTP service discovery. An instance whose
 * address nobody can call is left out, since one wrong entry would fail the whole list. Safe for
 * any thread.
 */
public final class ScrapeTargets {
  /** Narrower than addresses of calls, which no other program has to understand. */
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+");

  private final Registry registry;
  private final Function<String, List<Node>> nodes;
  private volatile Optional<List<Group>> last = Optional.empty();

  /**
   * Targets with the same labels; the names are those of Prometheus' JSON, which allows no others.
   *
   * @param labels {@code job} becomes a label of every series; the others are for relabeling only
   */
  public record Group(List<String> targets, Map<String, String> labels) {
    public Group {
      targets = List.copyOf(targets);
      labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }
  }

  /**
   * Asks for nothing yet.
   *
   * @param nodes of a service of that registry
   */
  public ScrapeTargets(Registry registry, Function<String, List<Node>> nodes) {
    this.registry = requireNonNull(registry, "registry");
    this.nodes = requireNonNull(nodes, "nodes");
  }

  /**
   * The targets that are registered; the last known ones while the registry does not answer. May
   * block as {@link Registry#services} does.
   *
   * @throws RegistryException if it does not answer and never has: an empty list would make
   *     Prometheus forget its targets
   */
  public List<Group> read() {
    try {
      List<Group> found =
          registry.services().stream()
              .flatMap(service -> nodes.apply(service).stream())
              .flatMap(node -> group(node).stream())
              .toList();
      last = Optional.of(found);
      return found;
    } catch (RegistryException e) {
      LoggerFactory.getLogger(ScrapeTargets.class).debug("targets stay as they are", e);
      return last.orElseThrow(() -> e);
    }
  }

  private static Optional<Group> group(Node node) {
    return Optional.ofNullable(node.metadata().get(TelemetryExporter.METRICS))
        .flatMap(ScrapeTargets::address)
        .map(
            address ->
                new Group(
                    List.of(address),
                    Map.of(
                        "job", node.service(),
                        "__meta_shippy_version", node.version(),
                        "__meta_shippy_node", node.id())));
  }

  private static Optional<String> address(String text) {
    try {
      HostPort address = HostPort.parsePeer(text);
      return Optional.of(address)
          .filter(found -> HOST.matcher(found.host()).matches())
          .map(HostPort::toString);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
