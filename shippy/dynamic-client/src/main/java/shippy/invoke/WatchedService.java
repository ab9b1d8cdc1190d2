package shippy.invoke;

import io.grpc.StatusRuntimeException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.client.ServiceNotFound;
import shippy.clock.DaemonThreads;
import shippy.platform.Platform;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.registry.Discovery;
import shippy.registry.Endpoint;
import shippy.registry.HostPort;
import shippy.registry.Node;
import shippy.registry.RegistryException;
import shippy.registry.Snapshot;
import shippy.telemetry.PeerAddress;

/**
 * The instances of one service, kept up to date by a watch, and its schema, kept for a minute as
 * long as the newest version and the methods that are listed stay the same. Safe for any thread.
 */
final class WatchedService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedService.class);

  /** A restarted instance may have a new schema without a new version; it is seen by then. */
  private static final Duration KEPT = Duration.ofMinutes(1);

  /** From then on it is read anew beside the calls: the instance that is asked may be silent. */
  private static final Duration RENEWED = Duration.ofSeconds(30);

  private static final Duration FIRST_ANSWER = Duration.ofSeconds(10);

  private final String service;
  private final Platform platform;
  private final Discovery.Watch watch;
  private final CountDownLatch answered = new CountDownLatch(1);
  private final SchemaReader reader;
  private final ExecutorService renewals = DaemonThreads.single("schema");
  private volatile List<Node> nodes = List.of();
  private volatile String contents = "";
  private volatile Map<String, Map<String, String>> ids = Map.of();
  private volatile boolean seen;
  private volatile @Nullable RegistryException silence;
  private volatile @Nullable Known known;

  private record Known(
      ServiceSchema schema, String contents, Supplier<Duration> age, AtomicBoolean renewing) {}

  WatchedService(String service, Platform platform) {
    this.service = service;
    this.platform = platform;
    this.reader = new SchemaReader(service, platform);
    this.watch = platform.registry().watch(service, this::take);
  }

  private void take(Snapshot snapshot) {
    if (snapshot instanceof Snapshot.Nodes set) {
      nodes = set.nodes();
      contents = contents(nodes);
      ids = ids(nodes);
      if (!set.nodes().isEmpty()) {
        seen = true;
      }
      silence = null;
    } else if (snapshot instanceof Snapshot.Unavailable away) {
      silence = away.cause();
    }
    answered.countDown();
  }

  /** The instances, after the first answer of the registry; empty if there are none. */
  List<Node> nodes() {
    awaitAnswer(absence());
    RegistryException away = silence;
    if (nodes.isEmpty() && away != null) {
      throw away;
    }
    return nodes;
  }

  /**
   * The schema, as the newest version has it.
   *
   * @throws shippy.problem.ProblemException if there is no instance, or none with a schema
   */
  ServiceSchema schema() {
    return fresh().orElseGet(this::renewed);
  }

  /** The same if it is known; does not block. */
  Optional<ServiceSchema> fresh() {
    @Nullable Known now = known;
    if (now == null || !isFresh(now)) {
      return Optional.empty();
    }
    if (now.age().get().compareTo(RENEWED) >= 0 && now.renewing().compareAndSet(false, true)) {
      renewals.execute(this::renew);
    }
    return Optional.of(now.schema());
  }

  private synchronized void renew() {
    List<Node> all = nodes;
    try {
      if (!all.isEmpty()) {
        read(all);
      }
    } catch (ProblemException | StatusRuntimeException e) {
      LOG.debug("{}: the schema stays, for its minute", service, e);
    }
  }

  private synchronized ServiceSchema renewed() {
    Optional<ServiceSchema> renewed = fresh();
    if (renewed.isPresent()) {
      return renewed.get(); // another thread was faster
    }
    ServiceNotFound absence = absence();
    List<Node> all = nodes();
    if (all.isEmpty()) {
      throw absence.problem();
    }
    return read(all);
  }

  private ServiceSchema read(List<Node> all) {
    ServiceSchema schema = reader.read(all);
    Supplier<Duration> age = platform.clock().stopwatch();
    known = new Known(schema, contents(all), age, new AtomicBoolean());
    return schema;
  }

  /** While no instance is registered, the schema stays: the channel waits out short gaps. */
  private boolean isFresh(Known now) {
    List<Node> all = nodes;
    boolean same = all.isEmpty() || contents.equals(now.contents());
    return same && now.age().get().compareTo(KEPT) < 0;
  }

  /** Changes when the schema may: the newest version, and all methods that are listed. */
  private static String contents(List<Node> all) {
    return all.stream()
        .flatMap(node -> node.endpoints().stream())
        .map(Endpoint::name)
        .distinct()
        .sorted()
        .collect(Collectors.joining(" ", SchemaReader.newest(all) + " ", ""));
  }

  /** The id of the instance at that address; the address if none is known to be there. */
  String idOf(SocketAddress remote) {
    String at = PeerAddress.text(remote);
    String port = at.substring(at.lastIndexOf(':'));
    Map<String, String> samePort = ids.getOrDefault(port, Map.of());
    // The registered host may be a name; asking for its address would block.
    return samePort.size() == 1
        ? samePort.values().iterator().next()
        : samePort.getOrDefault(at, at);
  }

  /** The ids of instances that can be called, by {@code :port} and address. */
  private static Map<String, Map<String, String>> ids(List<Node> all) {
    Map<String, Map<String, String>> ids = new HashMap<>();
    for (Node node : all) {
      if (node.addressFault().isEmpty()) {
        HostPort at = node.hostPort();
        ids.computeIfAbsent(":" + at.port(), port -> new HashMap<>())
            .putIfAbsent(at.toString(), node.id());
      }
    }
    return ids;
  }

  /** Whether there has never been an instance. */
  boolean isUnknown() {
    return !seen;
  }

  /** The failure of a search that begins now. */
  private ServiceNotFound absence() {
    return new ServiceNotFound(service, platform.registry(), platform.clock());
  }

  private void awaitAnswer(ServiceNotFound absence) {
    try {
      if (!answered.await(FIRST_ANSWER.toMillis(), TimeUnit.MILLISECONDS)) {
        throw absence.problem();
      }
    } catch (InterruptedException e) {
      throw Problem.interrupted("looking for " + service, e);
    }
  }

  @Override
  public void close() {
    renewals.shutdownNow();
    watch.close();
  }
}
