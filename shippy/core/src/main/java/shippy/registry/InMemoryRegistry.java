package shippy.registry;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;

/** A registry inside one process, for tests and single-process programs. */
public final class InMemoryRegistry implements Registry {
  private final Clock clock;
  private final Map<String, Map<String, Entry>> services = new TreeMap<>();
  private final SnapshotFeed feed = new SnapshotFeed("memory");
  private long registrations;
  private boolean closed;

  private record Entry(Node node, long registration, Clock.Timer expiry) {}

  public InMemoryRegistry(Clock clock) {
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public String kind() {
    return "memory";
  }

  @Override
  public String location() {
    return "this process";
  }

  @Override
  public synchronized void register(Node node, Duration ttl) {
    requireOpen();
    long registration = ++registrations;
    Clock.Timer expiry = clock.schedule(ttl, () -> expire(node, registration));
    Entry entry = new Entry(node, registration, expiry);
    replaced(entries(node.service()).put(node.id(), entry), node.service());
  }

  @Override
  public synchronized void deregister(Node node) {
    requireOpen();
    replaced(entries(node.service()).remove(node.id()), node.service());
  }

  @Override
  public synchronized Watch watch(String service, Consumer<Snapshot> listener) {
    requireOpen();
    return feed.subscribe(service, listener, new Snapshot.Nodes(find(service)));
  }

  @Override
  public synchronized List<Node> nodes(String service) {
    requireOpen();
    return find(service);
  }

  @Override
  public synchronized List<String> services() {
    requireOpen();
    return services.entrySet().stream()
        .filter(service -> !service.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public synchronized void close() {
    closed = true;
    services.values().forEach(s -> s.values().forEach(entry -> entry.expiry().cancel()));
    feed.close();
  }

  private Map<String, Entry> entries(String service) {
    return services.computeIfAbsent(service, name -> new TreeMap<>());
  }

  private List<Node> find(String service) {
    return services.getOrDefault(service, Map.of()).values().stream().map(Entry::node).toList();
  }

  /** A timer that fires while its registration is being renewed must not end the renewed one. */
  private synchronized void expire(Node node, long registration) {
    Entry entry = entries(node.service()).get(node.id());
    if (entry != null && entry.registration() == registration) {
      replaced(entries(node.service()).remove(node.id()), node.service());
    }
  }

  private void replaced(@Nullable Entry old, String service) {
    if (old != null) {
      old.expiry().cancel();
    }
    feed.publish(service, new Snapshot.Nodes(find(service)));
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("registry is closed");
    }
  }
}
