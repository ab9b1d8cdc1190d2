package shippy.client;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import shippy.problem.ProblemException;
import shippy.registry.Discovery;
import shippy.registry.HostPort;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.Snapshot;

/**
 * Feeds a channel from a watch. It never reports an empty list: round_robin would fail calls
 * without a word, so the absence is an error that says what was looked at. While the registry is
 * away the last set stays in use.
 */
final class RegistryNameResolver extends NameResolver {
  static final Args.Key<Registry> REGISTRY = Args.Key.create("shippy-registry");

  /** Told of each new set: who is registered anew is worth an attempt at once. */
  static final Args.Key<Runnable> NEWS = Args.Key.create("shippy-news");

  /** How often a call that may be repeated is tried again. */
  static final Args.Key<Integer> RETRIES = Args.Key.create("shippy-retries");

  private final String service;
  private final Registry registry;
  private final SynchronizationContext context;
  private final RetrySelector retries;
  private final Runnable news;
  private Discovery.@Nullable Watch watch;
  private boolean resolved;

  RegistryNameResolver(
      String service,
      Registry registry,
      SynchronizationContext context,
      RetrySelector retries,
      Runnable news) {
    this.service = service;
    this.registry = registry;
    this.context = context;
    this.retries = retries;
    this.news = news;
  }

  @Override
  public String getServiceAuthority() {
    return URLEncoder.encode(service, StandardCharsets.UTF_8);
  }

  @Override
  public void start(Listener2 listener) {
    Absence absence = new Absence(service, registry);
    watch = registry.watch(service, snapshot -> report(snapshot, absence, listener));
  }

  @Override
  public void shutdown() {
    if (watch != null) {
      watch.close();
    }
  }

  /** On the watch's own thread: asking what else there is may block for a moment. */
  private void report(Snapshot snapshot, Absence absence, Listener2 listener) {
    if (snapshot instanceof Snapshot.Nodes set && !set.nodes().isEmpty()) {
      List<EquivalentAddressGroup> addresses =
          set.nodes().stream().map(RegistryNameResolver::address).toList();
      context.execute(() -> publish(StatusOr.fromValue(addresses), listener));
      news.run();
    } else if (snapshot instanceof Snapshot.Nodes) {
      StatusOr<List<EquivalentAddressGroup>> none = StatusOr.fromStatus(status(absence.problem()));
      context.execute(() -> publish(none, listener));
    } else if (snapshot instanceof Snapshot.Unavailable away) {
      StatusOr<List<EquivalentAddressGroup>> lost = StatusOr.fromStatus(status(away.cause()));
      context.execute(() -> publishUnlessResolved(lost, listener));
    }
  }

  private void publish(StatusOr<List<EquivalentAddressGroup>> addresses, Listener2 listener) {
    resolved = addresses.hasValue();
    listener.onResult2(retries.resolution().setAddressesOrError(addresses).build());
  }

  private void publishUnlessResolved(
      StatusOr<List<EquivalentAddressGroup>> lost, Listener2 listener) {
    if (!resolved) {
      publish(lost, listener);
    }
  }

  private static Status status(ProblemException cause) {
    return Status.UNAVAILABLE.withDescription(cause.problem().what()).withCause(cause);
  }

  private static EquivalentAddressGroup address(Node node) {
    HostPort at = node.hostPort();
    return new EquivalentAddressGroup(new InetSocketAddress(at.host(), at.port()));
  }
}
