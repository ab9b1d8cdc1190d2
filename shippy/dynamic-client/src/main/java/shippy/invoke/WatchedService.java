package shippy.invoke;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import shippy.client.Client;
import shippy.client.ServiceNotFound;
import shippy.config.Settings;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.registry.Discovery;
import shippy.registry.HostPort;
import shippy.registry.Node;
import shippy.registry.RegistryException;
import shippy.registry.Snapshot;
import shippy.registry.Versions;
import shippy.telemetry.PeerAddress;

/**
 * The instances of one service, kept up to date by a watch, and its schema, kept for a minute as
 * long as the version stays the same. Safe for any thread.
 */
final class WatchedService implements AutoCloseable {
  /** A restarted instance may have a new schema without a new version; it is seen by then. */
  private static final Duration KEPT = Duration.ofMinutes(1);

  private static final Duration FIRST_ANSWER = Duration.ofSeconds(10);
  private static final int ATTEMPTS = 5;

  private final String service;
  private final Platform platform;
  private final Discovery.Watch watch;
  private final CountDownLatch answered = new CountDownLatch(1);
  private volatile List<Node> nodes = List.of();
  private volatile Map<String, Map<String, String>> ids = Map.of();
  private volatile boolean seen;
  private volatile @Nullable RegistryException silence;
  private volatile @Nullable Known known;

  private record Known(ServiceSchema schema, Supplier<Duration> age) {}

  WatchedService(String service, Platform platform) {
    this.service = service;
    this.platform = platform;
    this.watch = platform.registry().watch(service, this::take);
  }

  private void take(Snapshot snapshot) {
    if (snapshot instanceof Snapshot.Nodes set) {
      nodes = set.nodes();
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
   * The schema of the newest version.
   *
   * @throws shippy.problem.ProblemException if there is no instance, or none with a schema
   */
  ServiceSchema schema() {
    return fresh().orElseGet(this::renewed);
  }

  private Optional<ServiceSchema> fresh() {
    return Optional.ofNullable(known).filter(this::isFresh).map(Known::schema);
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
    ServiceSchema schema = ask(all);
    known = new Known(schema, platform.clock().stopwatch());
    return schema;
  }

  /** While no instance is registered, the schema stays: the channel waits out short gaps. */
  private boolean isFresh(Known now) {
    List<Node> all = nodes;
    boolean same = all.isEmpty() || newest(all).equals(now.schema().version());
    return same && now.age().get().compareTo(KEPT) < 0;
  }

  private static String newest(List<Node> all) {
    return all.stream().map(Node::version).max(Versions.ORDER).orElse("");
  }

  /**
   * Asks instances of the newest version first, and skips those that do not answer or have no
   * reflection. If not all of them are tried, the last attempt goes to any that can be reached.
   */
  private ServiceSchema ask(List<Node> all) {
    List<Node> order =
        all.stream()
            .filter(node -> node.addressFault().isEmpty())
            .sorted(Comparator.comparing(Node::version, Versions.ORDER).reversed())
            .limit(ATTEMPTS)
            .toList();
    Duration limit = platform.config().get(Settings.CLIENT_REQUEST_TIMEOUT);
    Optional<RuntimeException> failure = Optional.empty();
    try (Client client = Client.of(platform)) {
      List<Channel> channels = new ArrayList<>(order.stream().map(client::direct).toList());
      if (channels.size() < all.size()) {
        channels.add(client.channel(service));
      }
      for (Channel channel : channels) {
        try {
          return ServiceSchema.of(service, newest(all), Reflection.read(channel, limit));
        } catch (StatusRuntimeException e) {
          failure = Optional.of(e);
        } catch (ProblemException e) {
          if (e.problem().code() == ExitCode.INTERRUPTED) {
            throw e;
          }
          failure = Optional.of(e);
        }
      }
    }
    throw failure.orElseThrow();
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
    watch.close();
  }
}
