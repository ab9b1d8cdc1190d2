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
import shippy.client.retry.RetryConfigSelector;
import shippy.problem.ProblemException;
import shippy.registry.Discovery;
import shippy.registry.Registry;
import shippy.registry.Snapshot;

/**
 * Feeds a channel from a watch. It never reports an empty list, for which round_robin fails calls
 * without a reason; it reports an error that says what was looked at. While the registry is away
 * the last set stays in use.
 */
final class RegistryNameResolver extends NameResolver {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryNameResolver.class);

  static final Args.Key<Registry> REGISTRY = Args.Key.create("shippy-registry");

  /** Says which policy is among the instances. */
  static final Args.Key<CallDefaults> DEFAULTS = Args.Key.create("shippy-defaults");

  /** Runs for each new set: an instance that has registered again may be tried at once. */
  static final Args.Key<Runnable> ON_NEW_SET = Args.Key.create("shippy-on-new-set");

  private final String service;
  private final Registry registry;
  private final SynchronizationContext context;
  private final RetryConfigSelector retries;
  private final CallDefaults defaults;
  private final Runnable onNewSet;
  private final NodeAddresses addresses;
  private final Executor offload;
  private final AtomicInteger sets = new AtomicInteger();
  private Discovery.@Nullable Watch watch;
  private @Nullable Runnable unfollow;
  private String balancer = "";
  private @Nullable Listener2 listener;
  private boolean resolved;
  private boolean found;

  RegistryNameResolver(
      String service,
      Registry registry,
      Args args,
      RetryConfigSelector retries,
      CallDefaults defaults,
      Runnable onNewSet) {
    this.service = service;
    this.registry = registry;
    this.context = args.getSynchronizationContext();
    this.retries = retries;
    this.defaults = defaults;
    this.onNewSet = onNewSet;
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
    ServiceNotFound notFound = new ServiceNotFound(service, registry);
    watch = registry.watch(service, snapshot -> report(snapshot, notFound));
    unfollow = defaults.onUpdate(() -> context.execute(this::followBalancer));
  }

  /** Called when a connection has ended: its host may have another address now, or be gone. */
  @Override
  public void refresh() {
    addresses.refresh();
    registry.refresh(service);
  }

  @Override
  public void shutdown() {
    listener = null;
    if (watch != null) {
      watch.close();
    }
    if (unfollow != null) {
      unfollow.run();
    }
  }

  private void followBalancer() {
    if (resolved && !defaults.balancer(service).equals(balancer)) {
      publishAddresses();
    }
  }

  private void report(Snapshot snapshot, ServiceNotFound notFound) {
    if (snapshot instanceof Snapshot.Nodes set) {
      int number = sets.incrementAndGet();
      context.execute(() -> addresses.take(set.nodes()));
      if (set.nodes().isEmpty()) {
        ServiceNotFound missed =
            found ? new ServiceNotFound(service, registry) : notFound; // no search until now
        offload.execute(() -> explain(missed, number));
      } else {
        found = true;
        context.execute(this::publishAddresses);
        onNewSet.run();
      }
    } else if (snapshot instanceof Snapshot.Unavailable away) {
      Status lost = status(away.cause());
      context.execute(() -> publishUnlessResolved(lost));
    }
  }

  /**
   * Asks the registry for all services, which may take a while; if a newer set came meanwhile, that
   * one counts.
   */
  private void explain(ServiceNotFound notFound, int number) {
    Status none;
    try {
      none = status(notFound.problem());
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
      balancer = defaults.balancer(service);
      listener.onResult2(retries.resolution(balancer).setAddressesOrError(found).build());
    }
  }

  private static Status status(ProblemException cause) {
    return Status.UNAVAILABLE.withDescription(cause.problem().what()).withCause(cause);
  }
}
