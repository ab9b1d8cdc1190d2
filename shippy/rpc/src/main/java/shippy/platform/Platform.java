package shippy.platform;

import static java.util.Objects.requireNonNull;

import io.grpc.ClientInterceptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.bootstrap.ServerBootstrap;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.clock.Randomness;
import shippy.clock.TimeOrderedIds;
import shippy.config.Config;
import shippy.config.LiveConfig;
import shippy.config.LogIdentity;
import shippy.config.Settings;
import shippy.registry.Registry;
import shippy.telemetry.Monitor;
import shippy.telemetry.Resource;

/**
 * The base of a program on shippy: configuration, clock, one registry connection, one Netty
 * event-loop group, one monitor of its calls, and the resources to close at its end. Registry and
 * group are made at first use. Safe for any thread.
 */
public final class Platform implements AutoCloseable {
  private final LiveConfig live;
  private final Clock clock;
  private final Monitor monitor;
  private final Supplier<Registry> opener;
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();
  private @Nullable Registry registry;
  private @Nullable Transport transport;
  private boolean ownsRegistry;
  private boolean closed;
  private volatile @Nullable ClientInterceptor breaker;
  private volatile String service = "";

  private Platform(LiveConfig live, Clock clock, Supplier<Registry> opener) {
    this.live = requireNonNull(live, "live");
    this.clock = requireNonNull(clock, "clock");
    this.monitor = new Monitor(clock, Randomness.fast());
    this.opener = requireNonNull(opener, "opener");
    Governance.requireFor(live);
  }

  /** A platform on the machine's clock and the registry that the configuration names. */
  public static Platform open(Config config) {
    return open(LiveConfig.fixed(config));
  }

  /** The same on a configuration that may change, which {@link #close} closes. */
  public static Platform open(LiveConfig live) {
    Platform platform = new Platform(live, Clock.system(), () -> Registry.open(live.current()));
    platform.own(live);
    return platform;
  }

  /** A platform on the caller's registry, which {@link #close} leaves open. */
  public static Platform on(Registry registry, Config config) {
    return on(registry, config, Clock.system());
  }

  /** The same with another clock. */
  public static Platform on(Registry registry, Config config, Clock clock) {
    return on(registry, LiveConfig.fixed(config), clock);
  }

  /** The same with a configuration of the caller's that may change, which stays open. */
  public static Platform on(Registry registry, LiveConfig live, Clock clock) {
    return new Platform(live, clock, () -> registry).borrowing(registry);
  }

  private Platform borrowing(Registry borrowed) {
    registry = borrowed;
    return this;
  }

  /** What is in effect now. */
  public Config config() {
    return live.current();
  }

  /** The configuration, which may change. */
  public LiveConfig liveConfig() {
    return live;
  }

  public Clock clock() {
    return clock;
  }

  /** The circuit breakers of the program, which its clients share. Loads them at the first call. */
  public ClientInterceptor breaker() {
    ClientInterceptor made = breaker;
    return made != null ? made : makeBreaker();
  }

  /**
   * The name of the service that this program is; empty if it is none, or before {@link #export}.
   */
  public String service() {
    return service;
  }

  /** The monitor of the calls made and answered here. */
  public Monitor monitor() {
    return monitor;
  }

  /**
   * Starts the export of what the monitor observes, if a setting asks for it, and names the source
   * of log events. Call it before the first call, server and channel.
   *
   * @param who tells whose telemetry it is
   * @return metadata for the node that registers
   * @throws shippy.problem.ProblemException if such a setting is malformed, its address cannot be
   *     used, or this program cannot export
   */
  public Map<String, String> export(Resource who) {
    LogIdentity.set(who.service(), who.instance());
    service = who.service();
    return TelemetryExporter.startAll(
        this, who, List.of(Settings.TRACE_ENDPOINT, Settings.METRICS_ADDRESS));
  }

  /**
   * The same for a program that registers no node: traces and logs alone, since nobody would find
   * its metrics. Loads nothing unless a setting asks for it.
   */
  public void exportAs(String program) {
    if (exportsTraces() || config().find(Settings.LOG_FLUENTD).isPresent()) {
      Optional<String> version =
          Optional.ofNullable(Platform.class.getPackage().getImplementationVersion());
      String instance = program + "-" + TimeOrderedIds.on(clock).next();
      Resource who = new Resource(program, instance, version.orElse("unpacked"));
      LogIdentity.set(who.service(), who.instance());
      TelemetryExporter.startAll(this, who, List.of(Settings.TRACE_ENDPOINT));
    }
  }

  /** Whether a setting asks for the export of traces. */
  public boolean exportsTraces() {
    return config().find(Settings.TRACE_ENDPOINT).isPresent();
  }

  /**
   * The registry connection.
   *
   * @throws shippy.problem.ProblemException if the configured registry is wrong
   */
  public synchronized Registry registry() {
    requireOpen();
    if (registry == null) {
      registry = opener.get();
      ownsRegistry = true;
    }
    return registry;
  }

  /** A server builder with shippy's limits; see {@code design.md} §7 for the figures. */
  public NettyServerBuilder server(SocketAddress address) {
    return transport().server(address);
  }

  /** A channel builder with shippy's limits, plaintext, callbacks on the event loop. */
  public NettyChannelBuilder channel(String target) {
    return transport().channel(target);
  }

  /** A bootstrap for a server of another protocol, with its connections on the same event loops. */
  public ServerBootstrap tcpServer(Acceptor acceptor) {
    return transport().tcpServer(acceptor);
  }

  /** Closes the resource when the platform is closed, last owned first. */
  public synchronized <T extends AutoCloseable> T own(T resource) {
    requireOpen();
    owned.push(requireNonNull(resource, "resource"));
    return resource;
  }

  /**
   * Closes the resources it owns, then the registry connection, then the event loops, in this order
   * always. A failure is logged, and the rest is closed. Idempotent.
   */
  @Override
  public void close() {
    for (AutoCloseable next = next(); next != null; next = next()) {
      try {
        next.close();
      } catch (Exception e) {
        LoggerFactory.getLogger(Platform.class).warn("close failed: {}", next, e);
      }
    }
  }

  private synchronized @Nullable AutoCloseable next() {
    if (!closed) {
      closed = true;
      owned.addLast(() -> registryToClose().ifPresent(Registry::close));
      owned.addLast(() -> Optional.ofNullable(transport).ifPresent(Transport::close));
    }
    return owned.poll();
  }

  private Optional<Registry> registryToClose() {
    return ownsRegistry ? Optional.ofNullable(registry) : Optional.empty();
  }

  private synchronized ClientInterceptor makeBreaker() {
    ClientInterceptor made = breaker;
    if (made == null) {
      made = requireNonNull(Governance.load().breaker(this), "breaker");
      breaker = made;
    }
    return made;
  }

  private synchronized Transport transport() {
    requireOpen();
    if (transport == null) {
      transport = new Transport();
    }
    return transport;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("platform is closed");
    }
  }
}
