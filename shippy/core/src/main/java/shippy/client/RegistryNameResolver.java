package shippy.client;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import shippy.problem.ProblemException;
import shippy.registry.Discovery;
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
  private final NodeAddresses addresses;
  private Discovery.@Nullable Watch watch;
  private @Nullable Listener2 listener;
  private boolean resolved;
  private boolean found;

  RegistryNameResolver(
      String service, Registry registry, Args args, RetrySelector retries, Runnable news) {
    this.service = service;
    this.registry = registry;
    this.context = args.getSynchronizationContext();
    this.retries = retries;
    this.news = news;
    this.addresses = new NodeAddresses(service, args, this::publishAddresses);
  }

  @Override
  public String getServiceAuthority() {
    return URLEncoder.encode(service, StandardCharsets.UTF_8);
  }

  @Override
  public void start(Listener2 told) {
    listener = told;
    Absence absence = new Absence(service, registry);
    watch = registry.watch(service, snapshot -> report(snapshot, absence));
  }

  /** A connection has ended: its host may have another address now. */
  @Override
  public void refresh() {
    addresses.refresh();
  }

  @Override
  public void shutdown() {
    listener = null;
    if (watch != null) {
      watch.close();
    }
  }

  /** On the watch's own thread: asking what else there is may block for a moment. */
  private void report(Snapshot snapshot, Absence absence) {
    if (snapshot instanceof Snapshot.Nodes set) {
      context.execute(() -> addresses.take(set.nodes()));
      if (set.nodes().isEmpty()) {
        Absence missed = found ? new Absence(service, registry) : absence; // it was not looked for
        Status none = status(missed.problem());
        context.execute(() -> publish(StatusOr.fromStatus(none)));
      } else {
        found = true;
        context.execute(this::publishAddresses);
        news.run();
      }
    } else if (snapshot instanceof Snapshot.Unavailable away) {
      Status lost = status(away.cause());
      context.execute(() -> publishUnlessResolved(lost));
    }
  }

  private void publishAddresses() {
    addresses.known().ifPresent(this::publish);
  }

  private void publishUnlessResolved(Status lost) {
    if (!resolved) {
      publish(StatusOr.fromStatus(lost));
    }
  }

  private void publish(StatusOr<List<EquivalentAddressGroup>> found) {
    if (listener != null) {
      resolved = found.hasValue();
      listener.onResult2(retries.resolution().setAddressesOrError(found).build());
    }
  }

  private static Status status(ProblemException cause) {
    return Status.UNAVAILABLE.withDescription(cause.problem().what()).withCause(cause);
  }
}
