package shippy.registry;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;

/** A registry that reaches as far as one process: for tests and single-process programs. */
public final class InMemoryRegistry implements Registry {
  private final Clock clock;
  private final Map<Key, Entry> entries = new TreeMap<>();
  private final SnapshotFeed feed = new SnapshotFeed("memory");
  private long registrations;
  private boolean closed;

  private record Key(String service, String id) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::service).thenComparing(Key::id);

    static Key of(Node node) {
      return new Key(node.service(), node.id());
    }

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

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
    replace(entries.put(Key.of(node), new Entry(node, registration, expiry)), node.service());
  }

  @Override
  public synchronized void deregister(Node node) {
    requireOpen();
    replace(entries.remove(Key.of(node)), node.service());
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
    return entries.keySet().stream().map(Key::service).distinct().toList();
  }

  @Override
  public synchronized void close() {
    closed = true;
    entries.values().forEach(entry -> entry.expiry().cancel());
    feed.close();
  }

  private List<Node> find(String service) {
    return entries.values().stream()
        .map(Entry::node)
        .filter(node -> node.service().equals(service))
        .toList();
  }

  /** A timer that fires while its registration is being renewed must not end the renewed one. */
  private synchronized void expire(Node node, long registration) {
    Entry entry = entries.get(Key.of(node));
    if (entry != null && entry.registration() == registration) {
      replace(entries.remove(Key.of(node)), node.service());
    }
  }

  private void replace(@Nullable Entry old, String service) {
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
