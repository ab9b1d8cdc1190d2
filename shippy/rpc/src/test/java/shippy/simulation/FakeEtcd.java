package shippy.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import shippy.clock.ManualClock;
import shippy.registry.ListWatchSource.Listing;
import shippy.registry.Node;
import shippy.registry.NodeTable;

/**
 * A registry in the image of etcd: revisions, leases that expire, a history that can be compacted,
 * watches that can end, data that can be lost. Remembers what it held when, for the checks.
 */
final class FakeEtcd {
  static final long NO_LEASE = 0;

  private final ManualClock clock;
  private final Map<String, Entry> entries = new TreeMap<>();
  private final Map<Long, Lease> leases = new TreeMap<>();
  private final List<Event> history = new ArrayList<>();
  private final Set<FakeStream> streams = new LinkedHashSet<>();
  private final Map<List<Node>, Long> lastHeld = new HashMap<>();
  private List<Node> held = List.of();
  private Power power = Power.UP;
  private long revision = 1;
  private long compacted;
  private long incarnation;
  private long lastLease;

  enum Power {
    UP,
    DOWN,
    FROZEN
  }

  private record Entry(Node node, long lease) {}

  private record Event(long revision, NodeTable.Change change) {}

  private record Lease(Duration ttl, long expiry) {}

  FakeEtcd(ManualClock clock) {
    this.clock = clock;
  }

  // --- what clients ask ------------------------------------------------------------------------

  Power power() {
    return power;
  }

  /** Changes when all connections break. */
  long incarnation() {
    return incarnation;
  }

  long grant(Duration ttl) {
    lastLease++;
    extend(lastLease, ttl);
    return lastLease;
  }

  boolean keepAlive(long id) {
    Lease lease = leases.get(id);
    if (lease != null) {
      extend(id, lease.ttl());
    }
    return lease != null;
  }

  boolean holds(Node node, long lease) {
    return new Entry(node, lease).equals(entries.get(node.id()));
  }

  void put(Node node, long lease) {
    entries.put(node.id(), new Entry(node, lease));
    happened(List.of(new NodeTable.Change(node.id(), List.of(node))));
  }

  void delete(String key) {
    if (entries.remove(key) != null) {
      happened(List.of(new NodeTable.Change(key, List.of())));
    }
  }

  void revoke(long id) {
    leases.remove(id);
    List<String> keys = new ArrayList<>();
    entries.forEach((key, entry) -> keys.addAll(entry.lease() == id ? List.of(key) : List.of()));
    keys.forEach(this::delete);
  }

  Listing list() {
    NodeTable table = new NodeTable("s", key -> {});
    entries.forEach((key, e) -> table.apply(new NodeTable.Change(key, List.of(e.node()))));
    return new Listing(revision, table);
  }

  /** Begins a watch that was asked for in the given incarnation, or ends it if it cannot be. */
  void attach(FakeStream stream, long after, long askedIn) {
    boolean known = after >= compacted && after <= revision;
    if (power == Power.DOWN || askedIn != incarnation || !known) {
      stream.end();
      return;
    }
    streams.add(stream);
    history.stream()
        .filter(event -> event.revision() > after)
        .forEach(event -> stream.offer(List.of(event.change())));
  }

  // --- what befalls it -------------------------------------------------------------------------

  void stop() {
    power = Power.DOWN;
    breakStreams();
  }

  void freeze() {
    if (power == Power.UP) {
      power = Power.FROZEN;
    }
  }

  /** Goes on, or starts again: a new leader gives all leases their full time. */
  void resume() {
    Power before = power;
    power = Power.UP;
    if (before == Power.DOWN) {
      breakStreams();
      Map.copyOf(leases).forEach((id, lease) -> extend(id, lease.ttl()));
    }
    List.copyOf(leases.keySet()).forEach(this::expire);
  }

  void wipe() {
    stop();
    entries.clear();
    leases.clear();
    history.clear();
    revision = 1;
    compacted = 0;
    remember();
  }

  void compact() {
    compacted = revision;
    history.clear();
  }

  /** As a change of leader does. */
  void breakStreams() {
    incarnation++;
    streams.forEach(FakeStream::end);
    streams.clear();
  }

  List<String> keys() {
    return List.copyOf(entries.keySet());
  }

  List<Long> leases() {
    return List.copyOf(leases.keySet());
  }

  // --- what the checks ask ---------------------------------------------------------------------

  List<Node> held() {
    return held;
  }

  /** Whether these were all nodes, at some moment not longer ago. */
  boolean held(List<Node> nodes, Duration ago) {
    @Nullable Long last = nodes.equals(held) ? Long.valueOf(clock.nanoTime()) : lastHeld.get(nodes);
    return last != null && clock.nanoTime() - last <= ago.toNanos();
  }

  private void extend(long id, Duration ttl) {
    leases.put(id, new Lease(ttl, clock.nanoTime() + ttl.toNanos()));
    clock.schedule(ttl, () -> expire(id));
  }

  private void expire(long id) {
    Lease lease = leases.get(id);
    if (power == Power.UP && lease != null && lease.expiry() <= clock.nanoTime()) {
      revoke(id);
    }
  }

  private void happened(List<NodeTable.Change> changes) {
    revision++;
    changes.forEach(change -> history.add(new Event(revision, change)));
    remember();
    streams.forEach(stream -> stream.offer(changes));
  }

  private void remember() {
    lastHeld.put(held, clock.nanoTime());
    held = entries.values().stream().map(Entry::node).toList();
  }
}
