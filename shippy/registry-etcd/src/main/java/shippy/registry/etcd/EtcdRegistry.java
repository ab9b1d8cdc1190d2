package shippy.registry.etcd;

import static java.util.Objects.requireNonNull;

import io.etcd.jetcd.ByteSequence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.registry.ClusterStatus;
import shippy.registry.InvalidRecords;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.ServiceWatches;
import shippy.registry.Snapshot;
import shippy.registry.etcd.client.EndOfLifeWarning;
import shippy.registry.etcd.client.EtcdClient;
import shippy.registry.etcd.format.EntryReader;
import shippy.registry.etcd.format.KeyLayout;

/**
 * A registry in etcd, in go-micro's keys and JSON or those of {@code --registry_layout}. It uses
 * any of the configured members that answers. An operation takes at most 2.5 seconds, the first one
 * longer while this program gets ready. One member serves reads without asking the others, so they
 * work without quorum and may be some milliseconds old. Opened by {@link EtcdRegistryProvider};
 * safe for any thread.
 */
public final class EtcdRegistry implements Registry {
  static final String KIND = "etcd";

  private final Config config;
  private final EtcdClient client;
  private final EndOfLifeWarning warning;
  private final InvalidRecords invalid =
      new InvalidRecords(
          "Registry [etcd] Skipping {}: {} (others of this service are skipped silently)");
  private final ServiceWatches watches;
  private final KeyLayout layout;
  private final Map<String, LeasedKey> registrations = new ConcurrentHashMap<>();
  private final Map<ByteSequence, Node> own = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** Does not connect yet. */
  EtcdRegistry(Config config, Clock clock) {
    this.config = requireNonNull(config, "config");
    this.client = new EtcdClient(config, clock);
    this.layout = KeyLayout.of(config);
    this.warning = new EndOfLifeWarning(client.options());
    this.watches =
        new ServiceWatches(
            KIND, location(), name -> new EtcdListWatchSource(client, entries(name)), clock);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String location() {
    return client.options().location();
  }

  @Override
  public Optional<ClusterStatus> clusterStatus() {
    requireOpen();
    return Optional.of(EtcdStatus.of(config));
  }

  @Override
  public void register(Node node, Duration ttl) {
    requireOpen();
    registration(node).renew(node, ttl);
    warning.once();
  }

  @Override
  public void deregister(Node node) {
    requireOpen();
    registration(node).remove(node);
    registrations.remove(layout.key(node));
  }

  private LeasedKey registration(Node node) {
    return registrations.computeIfAbsent(
        layout.key(node), key -> new LeasedKey(client, layout, own));
  }

  private EntryReader entries(String service) {
    return new EntryReader(service, layout, invalid, own);
  }

  @Override
  public Watch watch(String service, Consumer<Snapshot> listener) {
    requireOpen();
    return watches.watch(service, listener);
  }

  @Override
  public List<Node> nodes(String service) {
    requireOpen();
    EtcdClient.Operation operation = client.begin("find the nodes of " + service);
    return operation.await(RangeScan.nodes(operation, entries(service))).nodes().nodes();
  }

  @Override
  public List<String> services() {
    requireOpen();
    EtcdClient.Operation operation = client.begin("list the services");
    return operation.await(RangeScan.services(operation, layout, this::entries));
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      watches.close();
      client.close();
    }
  }

  /** The number of entries that could not be used. */
  long skipped() {
    return invalid.count();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("registry is closed");
    }
  }
}
