package shippy.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;
import shippy.registry.Node;

/** Remembers instances from look to look: since when, how fast, and who was lost. One thread. */
final class Sightings {
  /** A lost instance is shown this long. */
  static final Duration MEMORY = Duration.ofSeconds(15);

  private final Clock clock;
  private final Map<String, Seen> seen = new LinkedHashMap<>();

  Sightings(Clock clock) {
    this.clock = clock;
  }

  /** One instance, as of the latest look. */
  static final class Seen {
    private Node node;
    private String address;
    private Health health;
    private Supplier<Duration> since;
    private Report report;

    private Seen(Node node, Report report, Supplier<Duration> since) {
      this.node = node;
      this.address = canonical(node);
      this.health = report.health();
      this.since = since;
      this.report = report;
    }

    Node node() {
      return node;
    }

    Health health() {
      return health;
    }

    Duration since() {
      return since.get();
    }

    Report report() {
      return report;
    }
  }

  /**
   * Takes a look at all that is registered.
   *
   * @return who was forgotten
   */
  int look(Map<Node, Report> now) {
    Map<String, Node> there = new LinkedHashMap<>();
    now.forEach(
        (node, report) -> {
          there.put(node.id(), node);
          see(node, report);
        });
    seen.values().stream()
        .filter(one -> !there.containsKey(one.node().id()) && one.health() != Health.LOST)
        .forEach(one -> change(one, Health.LOST));
    int before = seen.size();
    seen.values()
        .removeIf(one -> one.health() == Health.LOST && one.since().compareTo(MEMORY) >= 0);
    return before - seen.size();
  }

  private void see(Node node, Report report) {
    @Nullable Seen known = seen.get(node.id());
    if (known == null) {
      known = new Seen(node, report, clock.stopwatch());
      seen.put(node.id(), known);
    } else if (known.health() != report.health()) {
      change(known, report.health());
    }
    known.node = node;
    known.address = canonical(node);
    known.report = report;
  }

  private void change(Seen one, Health health) {
    one.health = health;
    one.since = clock.stopwatch();
  }

  /** Sorted by service and id. */
  List<Seen> all() {
    List<Seen> all = new ArrayList<>(seen.values());
    all.sort(
        Comparator.comparing((Seen one) -> one.node().service())
            .thenComparing(one -> one.node().id()));
    return all;
  }

  /** The instance that listens at this address. */
  Optional<Node> at(String address) {
    return seen.values().stream()
        .filter(one -> one.address.equals(address))
        .map(Seen::node)
        .findFirst();
  }

  /** As those who call it write its address: registries may hold IPv6 in other forms. */
  private static String canonical(Node node) {
    return node.addressFault().isEmpty() ? node.hostPort().toString() : "";
  }
}
