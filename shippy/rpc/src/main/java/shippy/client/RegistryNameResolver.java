package shippy.client;

import static java.util.Objects.requireNonNull;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
  private static final Logger LOG = LoggerFactory.getLogger(RegistryNameResolver.class);

  static final Args.Key<Registry> REGISTRY = Args.Key.create("shippy-registry");

  /** Told of each new set: who is registered anew is worth an attempt at once. */
  static final Args.Key<Runnable> NEWS = Args.Key.create("shippy-news");

  /** How often a call that may be repeated is tried again. */
  static final Args.Key<Integer> RETRIES = Args.Key.create("shippy-retries");

  private final String service;
  private final Registry registry;
  private final SynchronizationContext context;
  private final RetryConfigSelector retries;
  private final Runnable news;
  private final NodeAddresses addresses;
  private final Executor offload;
  private final AtomicInteger sets = new AtomicInteger();
  private Discovery.@Nullable Watch watch;
  private @Nullable Listener2 listener;
  private boolean resolved;
  private boolean found;

  RegistryNameResolver(
      String service, Registry registry, Args args, RetryConfigSelector retries, Runnable news) {
    this.service = service;
    this.registry = registry;
    this.context = args.getSynchronizationContext();
    this.retries = retries;
    this.news = news;
    this.offload = requireNonNull(args.getOffloadExecutor(), "offload executor");
    this.addresses = new NodeAddresses(service, args, this::publishAddresses);
  }

  @Override
  public String getServiceAuthority() {
    return URLEncoder.encode(service, StandardCharsets.UTF_8);
  }

  @Override
  public void start(Listener2 told) {
    listener = told;
    ServiceNotFound absence = new ServiceNotFound(service, registry);
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

  private void report(Snapshot snapshot, ServiceNotFound absence) {
    if (snapshot instanceof Snapshot.Nodes set) {
      int number = sets.incrementAndGet();
      context.execute(() -> addresses.take(set.nodes()));
      if (set.nodes().isEmpty()) {
        ServiceNotFound missed =
            found ? new ServiceNotFound(service, registry) : absence; // it was not looked for
        offload.execute(() -> explain(missed, number));
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

  /** Asks the registry what else there is, which may take a while: a newer set counts then. */
  private void explain(ServiceNotFound absence, int number) {
    Status none;
    try {
      none = status(absence.problem());
    } catch (IllegalStateException e) {
      LOG.debug("registry closed while {} was looked for", service, e);
      return;
    }
    context.execute(
        () -> {
          if (number == sets.get()) {
            publish(StatusOr.fromStatus(none));
          }
        });
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
