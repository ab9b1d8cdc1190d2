package shippy.simulation;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import shippy.registry.ListWatch;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.Snapshot;

/** One process's connection to the registry; it does what registry-etcd does. */
final class FakeRegistry implements Registry {
  private static final Duration REFUSED = Duration.ofMillis(20);
  private static final Duration LATE = Duration.ofMillis(500);

  private final SimulatedLink link;
  private final SeededBug bug;
  private final SimulatedThread registrar;
  private final ListWatch.Scheduling watching;
  private long lease = FakeEtcd.NO_LEASE;

  FakeRegistry(
      SimulatedLink link,
      SeededBug bug,
      SimulatedThread registrar,
      SimulatedThread watcher,
      RandomGenerator random) {
    this.link = link;
    this.bug = bug;
    this.registrar = registrar;
    this.watching = new ListWatch.Scheduling(watcher, watcher, random);
  }

  @Override
  public void register(Node node, Duration ttl) {
    long known = lease;
    lease = call(() -> renew(node, ttl, known));
  }

  @Override
  public void deregister(Node node) {
    long known = lease;
    lease = call(() -> remove(node, known));
  }

  private long renew(Node node, Duration ttl, long known) {
    boolean alive = link.etcd.keepAlive(known);
    if (alive && (bug == SeededBug.MISSING_RECONCILE || link.etcd.holds(node, known))) {
      return known;
    }
    long granted = link.etcd.grant(ttl);
    link.etcd.put(node, granted);
    return granted;
  }

  private long remove(Node node, long known) {
    link.etcd.delete(node.id());
    link.etcd.revoke(known);
    return FakeEtcd.NO_LEASE;
  }

  /** An operation that fails may have had its effect, or have it later. */
  private long call(LongSupplier operation) {
    if (link.isSilent()) {
      registrar.block(SimulatedLink.LIMIT);
      throw SimulatedLink.failure("silent");
    }
    if (link.isRefused()) {
      registrar.block(REFUSED);
      throw SimulatedLink.failure("refused");
    }
    registrar.block(link.latency());
    if (!link.fails()) {
      return operation.getAsLong();
    }
    if (link.chance(3)) {
      long unused = operation.getAsLong();
    } else if (link.chance(2)) {
      link.clock.schedule(LATE, () -> arriveLate(operation));
    }
    throw SimulatedLink.failure("no answer");
  }

  private void arriveLate(LongSupplier operation) {
    if (!link.isSilent() && !link.isRefused()) {
      long unused = operation.getAsLong();
    }
  }

  /** Equal snapshots once, as a feed does it. */
  @Override
  public Watch watch(String service, Consumer<Snapshot> listener) {
    ListWatch watch =
        new ListWatch(new FakeSource(link, bug), new DistinctSnapshots(listener), watching);
    watch.start();
    return watch::close;
  }

  @Override
  public String kind() {
    return "fake";
  }

  @Override
  public String location() {
    return "simulation";
  }

  @Override
  public List<Node> nodes(String service) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> services() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
