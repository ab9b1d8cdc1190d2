package shippy.gateway.status;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;
import shippy.registry.Node;

/** Remembers instances from one look to the next: their state, and since when. One thread. */
final class InstanceHistory {
  /** How long an instance is shown after it has gone. */
  static final Duration MEMORY = Duration.ofSeconds(15);

  private final Clock clock;
  private final Map<String, Seen> seen = new LinkedHashMap<>();

  InstanceHistory(Clock clock) {
    this.clock = clock;
  }

  /** One instance, as of the latest look. */
  static final class Seen {
    private Node node;
    private String address;
    private InstanceState health;
    private InstanceState answer;
    private Supplier<Duration> since;
    private ProbeResult report;

    private Seen(Node node, ProbeResult report, Supplier<Duration> since) {
      this.node = node;
      this.address = canonical(node);
      this.health = report.health();
      this.answer = report.health();
      this.since = since;
      this.report = report;
    }

    Node node() {
      return node;
    }

    InstanceState health() {
      return health;
    }

    Duration since() {
      return since.get();
    }

    ProbeResult report() {
      return report;
    }
  }

  /** Instances that are no longer registered and not yet known to be gone. */
  List<Node> leaving(Set<Node> registered) {
    Set<String> there = ids(registered);
    return seen.values().stream()
        .filter(one -> !there.contains(one.node().id()) && !one.health().isGone())
        .map(Seen::node)
        .toList();
  }

  /**
   * Takes what registered and leaving instances answered. One that leaves and still answers is
   * shown as it is: the registry may have lost its data.
   *
   * @return how many instances were forgotten
   */
  int look(Map<Node, ProbeResult> registered, Map<Node, ProbeResult> leaving) {
    Map<Node, ProbeResult> present = new LinkedHashMap<>(leaving);
    present.values().removeIf(answer -> answer.health() == InstanceState.UNREACHABLE);
    present.putAll(registered);
    present.forEach(this::see);
    Set<String> ids = ids(present.keySet());
    for (Seen one : seen.values()) {
      if (!ids.contains(one.node().id()) && !one.health().isGone()) {
        change(one, left(one));
      }
    }
    int before = seen.size();
    seen.values().removeIf(one -> one.health().isGone() && one.since().compareTo(MEMORY) >= 0);
    return before - seen.size();
  }

  /** An instance that ends in order says so, or answers as long as it is registered. */
  private static InstanceState left(Seen one) {
    boolean silent = one.health() == InstanceState.UNREACHABLE;
    return silent && one.answer != InstanceState.NOT_SERVING
        ? InstanceState.LOST
        : InstanceState.STOPPED;
  }

  private static Set<String> ids(Set<Node> nodes) {
    return nodes.stream().map(Node::id).collect(Collectors.toSet());
  }

  private void see(Node node, ProbeResult report) {
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
    if (report.health() != InstanceState.UNREACHABLE) {
      known.answer = report.health();
    }
  }

  private void change(Seen one, InstanceState health) {
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

  /** The address as callers write it: a registry may hold other forms of IPv6. */
  private static String canonical(Node node) {
    return node.addressFault().isEmpty() ? node.hostPort().toString() : "";
  }
}
