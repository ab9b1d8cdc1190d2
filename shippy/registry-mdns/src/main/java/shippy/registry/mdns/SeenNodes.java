package shippy.registry.mdns;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import shippy.registry.Node;
import shippy.registry.mdns.dns.DnsName;
import shippy.registry.mdns.micro.MicroEntry;

/**
 * The nodes on the network by service and id, as both dialects tell of them: go-micro's records
 * have the endpoints, DNS-SD has the rest and says when the node is gone. If an id has two DNS-SD
 * labels, two programs were given one id: the label that was there first counts while it lasts.
 * Times are readings of one monotonic clock, in nanoseconds. Not safe for threads.
 */
final class SeenNodes {
  /** More nodes of one service are a mistake or an attack. */
  static final int MAX_PER_SERVICE = 1000;

  private static final int MAX_SERVICES = 1000;
  private static final int MAX_UNANSWERED = 3;
  private static final Duration MAX_SILENCE = Duration.ofSeconds(11);

  private final Map<String, Map<String, Seen>> services = new TreeMap<>();
  private final Map<DnsName, Node> byLabel = new HashMap<>();
  private final Consumer<String> changed;

  /** One node, from one or both dialects. */
  private static final class Seen {
    private final Map<DnsName, Node> labels = new LinkedHashMap<>();
    private @Nullable MicroEntry entry;
    private @Nullable Node micro;
    private long microAt;
    private int unanswered;

    boolean isEmpty() {
      return labels.isEmpty() && micro == null;
    }

    Node node() {
      if (labels.isEmpty()) {
        return requireNonNull(micro);
      }
      Node first = labels.values().iterator().next();
      return micro == null
          ? first
          : new Node(
              first.service(),
              first.id(),
              first.version(),
              first.address(),
              first.metadata(),
              micro.endpoints());
    }

    void forgetMicro() {
      entry = null;
      micro = null;
    }
  }

  /**
   * An empty table; {@code changed} is told the service of each node that comes, goes or changes.
   */
  SeenNodes(Consumer<String> changed) {
    this.changed = changed;
  }

  private @Nullable Seen find(String service, String id) {
    return services.getOrDefault(service, Map.of()).get(id);
  }

  /** An {@link IllegalArgumentException} says that there are too many. */
  private Seen at(Node node) {
    Seen seen = find(node.service(), node.id());
    if (seen != null) {
      return seen;
    }
    Map<String, Seen> nodes = services.get(node.service());
    if (nodes != null && nodes.size() >= MAX_PER_SERVICE) {
      throw new IllegalArgumentException(
          "nodes of %s: more (expected: at most %d)".formatted(node.service(), MAX_PER_SERVICE));
    }
    if (nodes == null && services.size() >= MAX_SERVICES) {
      throw new IllegalArgumentException(
          "services: more (expected: at most %d)".formatted(MAX_SERVICES));
    }
    Seen fresh = new Seen();
    services.computeIfAbsent(node.service(), name -> new TreeMap<>()).put(node.id(), fresh);
    return fresh;
  }

  /**
   * What DNS-SD says of a label. An {@link IllegalArgumentException} says that there are too many.
   */
  void put(DnsName label, Node node) {
    Node before = byLabel.get(label);
    if (before != null && node.equals(before)) {
      return;
    }
    if (before != null && !isSame(before, node)) {
      remove(label, false, Long.MIN_VALUE);
    }
    Seen seen = at(node);
    byLabel.put(label, node);
    seen.labels.put(label, node);
    changed.accept(node.service());
  }

  private static boolean isSame(Node one, Node other) {
    return one.service().equals(other.service()) && one.id().equals(other.id());
  }

  /**
   * Removes a label. With its last label a node is gone, unless it has answered in go-micro's
   * dialect since then.
   */
  void remove(DnsName label, boolean keepsMicro, long aliveSince) {
    Node node = byLabel.remove(label);
    if (node == null) {
      return;
    }
    Seen seen = at(node);
    seen.labels.remove(label);
    if (seen.labels.isEmpty() && !(keepsMicro && seen.micro != null && seen.microAt > aliveSince)) {
      seen.forgetMicro();
    }
    drop(node, seen);
  }

  private void drop(Node node, Seen seen) {
    Map<String, Seen> nodes = services.get(node.service());
    if (seen.isEmpty() && nodes != null) {
      nodes.remove(node.id());
      if (nodes.isEmpty()) {
        services.remove(node.service());
      }
    }
    changed.accept(node.service());
  }

  /**
   * What go-micro's dialect says: again if the node is known as it is, else to be decoded first.
   */
  boolean again(String service, String id, MicroEntry entry, long now) {
    Seen seen = find(service, id);
    if (seen == null || !entry.equals(seen.entry)) {
      return false;
    }
    seen.microAt = now;
    seen.unanswered = 0;
    return true;
  }

  /**
   * A node of go-micro's dialect. An {@link IllegalArgumentException} says that there are too many.
   */
  void put(MicroEntry entry, Node node, long now) {
    Seen seen = at(node);
    boolean news = seen.micro == null || !node.equals(seen.micro);
    seen.entry = entry;
    seen.micro = node;
    seen.microAt = now;
    seen.unanswered = 0;
    if (news) {
      changed.accept(node.service());
    }
  }

  /** The goodbye of go-micro's dialect. */
  void remove(Node node) {
    Seen seen = find(node.service(), node.id());
    if (seen != null && seen.micro != null) {
      seen.forgetMicro();
      drop(node, seen);
    }
  }

  /** Whether a service has nodes that only questions can tell to be alive. */
  boolean needsQuestions(String service) {
    return services.getOrDefault(service, Map.of()).values().stream()
        .anyMatch(seen -> seen.labels.isEmpty());
  }

  /** The nodes of a service were asked in go-micro's dialect. */
  void asked(String service) {
    services.getOrDefault(service, Map.of()).values().forEach(seen -> seen.unanswered++);
  }

  /** Removes nodes that do not answer any more: in go-micro's dialect nobody tells of a kill. */
  void expireMicro(long now) {
    forgetMicro(
        seen ->
            seen.labels.isEmpty()
                && seen.unanswered >= MAX_UNANSWERED
                && now - seen.microAt > MAX_SILENCE.toNanos());
  }

  /** Ends what go-micro's dialect has not said again since then. */
  void forgetMicroBefore(long nanos) {
    forgetMicro(seen -> seen.microAt < nanos);
  }

  /** Ends what go-micro's dialect says of a service that nobody asks for any more. */
  void forgetMicro(String service) {
    forgetMicro(seen -> seen.micro != null && seen.micro.service().equals(service));
  }

  private void forgetMicro(Predicate<Seen> ended) {
    for (Map<String, Seen> nodes : List.copyOf(services.values())) {
      for (Seen seen : List.copyOf(nodes.values())) {
        Node node = seen.micro;
        if (node != null && ended.test(seen)) {
          seen.forgetMicro();
          drop(node, seen);
        }
      }
    }
  }

  /** The nodes of a service, sorted by id, no id twice. */
  List<Node> nodes(String service) {
    return services.getOrDefault(service, Map.of()).values().stream().map(Seen::node).toList();
  }

  /** The names of the services that have a node, sorted. */
  List<String> services() {
    return new ArrayList<>(services.keySet());
  }
}
