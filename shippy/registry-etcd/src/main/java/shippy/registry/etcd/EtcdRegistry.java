package shippy.registry.etcd;

import static java.util.Objects.requireNonNull;

import io.etcd.jetcd.ByteSequence;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.registry.ClusterStatus;
import shippy.registry.Node;
import shippy.registry.NodeTable;
import shippy.registry.Registry;
import shippy.registry.Snapshot;

/**
 * A registry in etcd, in go-micro's keys and JSON. Several members may be named; any that answers
 * will do. An operation takes at most 2.5 seconds, the first one longer while this program gets
 * ready. Reads are served by one member without asking the others, so they work without quorum and
 * may be some milliseconds old. Safe for any thread.
 */
public final class EtcdRegistry implements Registry {
  static final String KIND = "etcd";
  private static final int MAX_KEYS = 10_000;

  private final Config config;
  private final EtcdOptions options;
  private final Calls calls;
  private final SupportNotice notice;
  private final Skipped skipped = new Skipped();
  private final Watches watches;
  private final Map<ByteSequence, Registration> registrations = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private EtcdRegistry(Config config, Clock clock) {
    this.config = requireNonNull(config, "config");
    this.options = EtcdOptions.from(config);
    this.calls = new Calls(options, clock, () -> Credentials.from(config));
    this.notice = new SupportNotice(options);
    this.watches = new Watches(calls, options.location(), skipped, clock);
  }

  /**
   * A registry at the addresses, with the login and the trust that the configuration names. Does
   * not connect yet.
   *
   * @throws shippy.problem.ProblemException if a setting is wrong
   */
  public static EtcdRegistry open(Config config, Clock clock) {
    return new EtcdRegistry(config, requireNonNull(clock, "clock"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String location() {
    return options.location();
  }

  @Override
  public Optional<ClusterStatus> clusterStatus() {
    requireOpen();
    return Optional.of(EtcdStatus.of(config));
  }

  @Override
  public void register(Node node, Duration ttl) {
    requireOpen();
    ByteSequence key = Keys.of(node);
    registrations.computeIfAbsent(key, k -> new Registration(calls, k)).renew(node, ttl);
    notice.once();
  }

  @Override
  public void deregister(Node node) {
    requireOpen();
    ByteSequence key = Keys.of(node);
    registrations.computeIfAbsent(key, k -> new Registration(calls, k)).remove(node);
    registrations.remove(key);
  }

  @Override
  public Watch watch(String service, Consumer<Snapshot> listener) {
    requireOpen();
    return watches.watch(service, listener);
  }

  @Override
  public List<Node> nodes(String service) {
    requireOpen();
    Entries entries = new Entries(service, skipped);
    NodeTable nodes = entries.table();
    Calls.Operation operation = calls.begin("find the nodes of " + service);
    operation.await(
        RangeScan.entries(
            operation,
            Keys.of(service),
            Entries.MAX_SEEN,
            found -> nodes.apply(entries.read(found))));
    return nodes.nodes();
  }

  @Override
  public List<String> services() {
    requireOpen();
    Set<String> names = new TreeSet<>();
    Calls.Operation operation = calls.begin("list the services");
    operation.await(
        RangeScan.keys(
            operation,
            Keys.PREFIX,
            MAX_KEYS,
            entry ->
                Keys.service(entry.getKey().toString(StandardCharsets.UTF_8))
                    .ifPresent(names::add)));
    return List.copyOf(names);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      watches.close();
      calls.close();
    }
  }

  /** How many entries could not be used so far. */
  long skipped() {
    return skipped.count();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("registry is closed");
    }
  }
}
