package shippy.service;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Backoff;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.config.Config;
import shippy.config.Settings;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.registry.Discovery;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.RegistryException;
import shippy.registry.Snapshot;

/**
 * Keeps a node registered: the service, not the registry's lease, is the authority on it. Every
 * interval it registers again, which renews and repairs; while that fails it backs off. One log
 * line when the registry is lost, one when it is back.
 */
final class Registration implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);
  private static final Duration DEREGISTER_LIMIT = Duration.ofSeconds(3);

  private final Node node;
  private final Registry registry;
  private final Clock clock;
  private final Duration ttl;
  private final Duration interval;
  private final Backoff backoff = Backoff.standard();
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(DaemonThreads.named("shippy-registration"));
  private final CompletableFuture<Void> visible = new CompletableFuture<>();
  private Discovery.Watch self = () -> {};
  private boolean lost;

  private Registration(Node node, Registry registry, Clock clock, Duration ttl, Duration interval) {
    this.node = node;
    this.registry = registry;
    this.clock = clock;
    this.ttl = ttl;
    this.interval = interval;
  }

  static Registration of(Node node, Platform platform) {
    Config config = platform.config();
    Duration ttl = config.get(Settings.REGISTER_TTL);
    Duration interval = config.get(Settings.REGISTER_INTERVAL);
    if (interval.compareTo(ttl) >= 0) {
      throw config.invalid(
          Settings.REGISTER_INTERVAL, "less than register_ttl, " + ttl.toSeconds() + "s");
    }
    return new Registration(node, platform.registry(), platform.clock(), ttl, interval);
  }

  void start() {
    LOG.info("Registry [{}] Registering node: {}", registry.kind(), node.id());
    self = registry.watch(node.service(), this::look);
    submit(this::renew);
  }

  /**
   * Completes once the node shows up in what the registry tells others; fails if the registry says
   * before that the configuration is wrong.
   */
  CompletableFuture<Void> visible() {
    return visible;
  }

  /** Takes the node out of the registry, or gives up after a while: its ttl does the rest. */
  @Override
  public void close() {
    LOG.info("Deregistering node: {}", node.id());
    self.close();
    submit(this::deregister);
    worker.shutdown();
    if (!Waiting.until(
        DEREGISTER_LIMIT, limit -> worker.awaitTermination(limit, TimeUnit.NANOSECONDS))) {
      LOG.warn("the registry did not answer: {} vanishes after {}", node.id(), ttl);
    }
  }

  private void look(Snapshot snapshot) {
    if (snapshot instanceof Snapshot.Nodes set
        && set.nodes().stream().anyMatch(other -> other.id().equals(node.id()))
        && visible.complete(null)) {
      LOG.info("Registry [{}] Registered node: {}", registry.kind(), node.id());
    }
  }

  private void renew() {
    try {
      registry.register(node, ttl);
      found();
      clock.schedule(interval, () -> submit(this::renew));
    } catch (RegistryException e) {
      lost(e);
    }
  }

  private void found() {
    backoff.reset();
    if (lost) {
      LOG.info("Registry [{}] is back: {} is registered", registry.kind(), node.id());
      lost = false;
    }
  }

  /** A wrong password or certificate at the start is for the operator to mend; else try on. */
  private void lost(RegistryException e) {
    if (e.problem().code() == ExitCode.CONFIG && visible.completeExceptionally(e)) {
      return;
    }
    clock.schedule(backoff.next(), () -> submit(this::renew));
    if (!lost) {
      LOG.warn(
          "Registry [{}] does not take {}, trying on: {}",
          registry.kind(),
          node.id(),
          e.problem().what());
      lost = true;
    }
  }

  private void deregister() {
    try {
      registry.deregister(node);
    } catch (RegistryException e) {
      LOG.warn("not deregistered, vanishes after {}: {}", ttl, e.problem().what());
    }
  }

  private void submit(Runnable task) {
    try {
      worker.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("registration of {} ended meanwhile", node.id(), e);
    }
  }
}
