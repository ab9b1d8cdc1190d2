package shippy.service;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Backoff;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.platform.Platform;
import shippy.problem.ExitCode;
import shippy.registry.Discovery;
import shippy.registry.Node;
import shippy.registry.Registry;
import shippy.registry.RegistryException;
import shippy.registry.Snapshot;
import shippy.telemetry.Instrument;

/**
 * Keeps a node registered: the service, not the registry's lease, decides whether it is. It
 * registers again at every interval, which renews and repairs the registration, and backs off while
 * that fails. It watches its own entry, and registers at once when the entry is missing or the
 * registry answers again. Logs each change of its state once.
 */
final class Registration implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Duration DEREGISTER_LIMIT = Duration.ofSeconds(3);

  /**
   * The first pause after a failure: short enough to be registered within 3 s after the registry is
   * back.
   */
  static final Duration FIRST_PAUSE = Duration.ofMillis(250);

  static final Duration LAST_PAUSE = Duration.ofSeconds(2);

  /** The least pause between renewals that the watch asks for. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Node node;
  private final Registry registry;
  private final Clock clock;
  private final Supplier<RegistrationTimes> times;
  private final Backoff backoff;
  private final ExecutorService worker;
  private final Consumer<RegistrationState> listener;
  private final CompletableFuture<Void> visible = new CompletableFuture<>();
  private Discovery.Watch self = () -> {};
  private volatile RegistrationState state = RegistrationState.NEW;
  private volatile Supplier<Duration> silence = () -> Duration.ZERO;
  private Supplier<Duration> sinceAttempt;
  private Supplier<Duration> sinceSuccess;
  private Clock.Timer timer = () -> {};
  private long due;
  private volatile boolean abandoned;

  /**
   * Starts nothing yet.
   *
   * @param times are asked for again with each renewal
   * @param worker runs one task after the other, and calls the listener
   */
  Registration(
      Node node,
      Registry registry,
      Clock clock,
      Supplier<RegistrationTimes> times,
      Backoff backoff,
      ExecutorService worker,
      Consumer<RegistrationState> listener) {
    this.node = node;
    this.registry = registry;
    this.clock = clock;
    this.times = times;
    this.backoff = backoff;
    this.worker = worker;
    this.listener = listener;
    this.sinceAttempt = clock.stopwatch();
    this.sinceSuccess = sinceAttempt;
  }

  static Registration of(Node node, Platform platform, Consumer<RegistrationState> listener) {
    Registration registration =
        new Registration(
            node,
            platform.registry(),
            platform.clock(),
            RegistrationTimes.follow(platform.liveConfig()),
            Backoff.between(FIRST_PAUSE, LAST_PAUSE),
            Executors.newSingleThreadExecutor(DaemonThreads.named("shippy-registration")),
            listener);
    registration.instruments().forEach(platform.monitor()::add);
    return registration;
  }

  private List<Instrument> instruments() {
    return List.of(
        Instrument.gauge(
            "shippy_registry_registered",
            "1 while the registry shows this instance to others, else 0.",
            () -> state.isVisible() ? 1 : 0),
        Instrument.gauge(
            "shippy_registry_snapshot_age_seconds",
            "How long the registry has not answered: the age of what is known of it.",
            () -> silence.get().toNanos() / NANOS));
  }

  void start() {
    if (!registry.takesRegistrations()) {
      LOG.info(
          "Registry [{}] takes no registrations: readiness decides who is found", registry.kind());
      visible.complete(null);
      submit(() -> enter(RegistrationState.CONNECTED, ""));
      return;
    }
    LOG.info("Registry [{}] Registering node: {}", registry.kind(), node.id());
    self = registry.watch(node.service(), this::look);
    submit(this::renew);
  }

  /**
   * Completes once the registry shows the node to others, at once where it takes no registrations;
   * fails if the registry reports a wrong configuration before.
   */
  CompletableFuture<Void> visible() {
    return visible;
  }

  /** Removes the node from the registry, or gives up after a while; then its ttl removes it. */
  @Override
  public void close() {
    if (registry.takesRegistrations()) {
      LOG.info("Deregistering node: {}", node.id());
      self.close();
      submit(this::deregister);
    }
    worker.shutdown();
    if (!InterruptibleWait.until(
        DEREGISTER_LIMIT, limit -> worker.awaitTermination(limit, TimeUnit.NANOSECONDS))) {
      LOG.warn("the registry did not answer: {} expires after {}", node.id(), times.get().ttl());
      // The registry is closed next, so no task may still use it.
      abandoned = true;
      worker.shutdownNow();
    }
  }

  private void look(Snapshot snapshot) {
    if (snapshot instanceof Snapshot.Unavailable away) {
      silence = away.silence();
    } else if (snapshot instanceof Snapshot.Nodes set) {
      silence = () -> Duration.ZERO;
      boolean shown = set.nodes().stream().anyMatch(other -> other.id().equals(node.id()));
      if (shown && visible.complete(null)) {
        LOG.info("Registry [{}] Registered node: {}", registry.kind(), node.id());
      }
      submit(() -> judge(shown));
    }
  }

  /** Any set, with or without this node, shows that the registry can be reached. */
  private void judge(boolean shown) {
    boolean forgotten = state == RegistrationState.CONNECTED && !shown && visible.isDone();
    boolean reachable = state == RegistrationState.SUSPENDED || state == RegistrationState.LOST;
    if (forgotten || reachable) {
      Duration wait = PAUSE.minus(sinceAttempt.get());
      renewBy(wait.isNegative() ? Duration.ZERO : wait);
    }
  }

  private void renew() {
    sinceAttempt = clock.stopwatch();
    try {
      registry.register(node, times.get().ttl());
      // The registry counts the ttl from a moment between the two; the earlier one is safe.
      sinceSuccess = sinceAttempt;
      backoff.reset();
      renewIn(times.get().interval());
      enter(RegistrationState.CONNECTED, "");
    } catch (RuntimeException | LinkageError e) {
      failed(e);
    }
  }

  private void failed(Throwable why) {
    if (abandoned) {
      LOG.debug("renewal of {} ended with the service", node.id(), why);
    } else if (!(why instanceof RegistryException known)) {
      LOG.error("Registry [{}] failed to register {}", registry.kind(), node.id(), why);
      missed(why.toString());
    } else if (known.problem().code() != ExitCode.CONFIG || !visible.completeExceptionally(why)) {
      // Only the operator can correct a wrong password or certificate; all other failures are tried
      // again.
      missed(known.problem().what());
    }
  }

  private void missed(String why) {
    renewIn(backoff.next());
    boolean seen = state.isVisible() && sinceSuccess.get().compareTo(times.get().ttl()) < 0;
    enter(seen ? RegistrationState.SUSPENDED : RegistrationState.LOST, why);
  }

  private void renewIn(Duration delay) {
    timer.cancel();
    due = clock.nanoTime() + delay.toNanos();
    timer = clock.schedule(delay, () -> submit(this::renew));
  }

  private void renewBy(Duration delay) {
    if (clock.nanoTime() + delay.toNanos() - due < 0) {
      renewIn(delay);
    }
  }

  private void enter(RegistrationState next, String why) {
    if (next == state) {
      return;
    }
    RegistrationState before = state;
    state = next;
    if (next == RegistrationState.CONNECTED) {
      logReturn(before);
    } else {
      logTrouble(before, why);
    }
    listener.accept(next);
  }

  private void logReturn(RegistrationState before) {
    if (before != RegistrationState.NEW) {
      LOG.info("Registry [{}] is back: {} is registered", registry.kind(), node.id());
    }
  }

  private void logTrouble(RegistrationState before, String why) {
    if (state == RegistrationState.LOST && before != RegistrationState.NEW) {
      LOG.warn(
          "Registry [{}] lost {}, not renewed for {} s, retrying: {}",
          registry.kind(),
          node.id(),
          sinceSuccess.get().toSeconds(),
          why);
    } else {
      LOG.warn("Registry [{}] cannot register {}, retrying: {}", registry.kind(), node.id(), why);
    }
  }

  /** If it fails, the ttl removes the node. */
  private void deregister() {
    try {
      registry.deregister(node);
    } catch (RuntimeException | LinkageError e) {
      if (abandoned) {
        LOG.debug("deregistration of {} ended with the service", node.id(), e);
      } else {
        String why = e instanceof RegistryException known ? known.problem().what() : e.toString();
        LOG.warn("not deregistered, expires after {}: {}", times.get().ttl(), why);
      }
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
