package shippy.service;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.LiveConfig;
import shippy.config.Settings;
import shippy.platform.CallerDialect;
import shippy.platform.Platform;
import shippy.platform.ReflectionDetail;
import shippy.platform.ServerLimits;
import shippy.registry.HostPort;
import shippy.registry.Node;
import shippy.telemetry.ServerMetrics;

/**
 * A service that serves. Its health, as grpc.health.v1 tells it, has three names: {@code ""} is
 * SERVING from the start until {@link #close}, whether it is registered or not; {@link #REGISTRY}
 * is SERVING while the registry shows the service to others, {@link #CONFIG} while its settings are
 * those that their sources have. Safe for any thread.
 */
public final class RunningService implements AutoCloseable {
  /**
   * The health service name of the registration: NOT_SERVING until the registry took the node, and
   * again when renewals have failed for the whole of its ttl.
   */
  public static final String REGISTRY = "shippy.registry";

  /** The health service name of the configuration: NOT_SERVING while a change is refused. */
  public static final String CONFIG = "shippy.config";

  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  private final ListeningServer server;
  private final StandardServices standard;
  private final Registration registration;
  private final Node node;
  private final Duration grace;
  private final Clock clock;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);

  private RunningService(
      ListeningServer server,
      StandardServices standard,
      Registration registration,
      Node node,
      Duration grace,
      Clock clock) {
    this.server = server;
    this.standard = standard;
    this.registration = registration;
    this.node = node;
    this.grace = grace;
    this.clock = clock;
  }

  static RunningService start(Service service, Platform platform) {
    Config config = platform.config();
    InstanceIdentity identity = InstanceIdentity.of(service.name(), config);
    Map<String, String> metadata = platform.export(identity.resource(config));
    LOG.info("Starting [service] {}", identity.service());
    List<ServerServiceDefinition> own =
        service.handlers(platform).stream().map(BindableService::bindService).toList();
    StandardServices standard = new StandardServices();
    InetSocketAddress address = Addresses.listen(config, Settings.SERVER_ADDRESS);
    NettyServerBuilder builder = platform.server(address);
    addHandlers(service, own, standard, builder, identity, platform);
    ListeningServer server = ListeningServer.start(builder, address, config);
    try {
      LOG.info("Server [grpc] Listening on {}", server.address());
      standard.setHealth(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, true);
      standard.setHealth(REGISTRY, false);
      HostPort advertised = Addresses.advertised(config, server.address());
      Node node = identity.node(advertised, Endpoints.of(own), metadata, config);
      Registration registration =
          Registration.of(node, platform, s -> standard.setHealth(REGISTRY, s.isVisible()));
      registration.start();
      follow(platform, standard);
      return new RunningService(
          server, standard, registration, node, service.grace(), platform.clock());
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** Comes last: whoever takes part in changes is there. */
  private static void follow(Platform platform, StandardServices standard) {
    LiveConfig live = platform.liveConfig();
    Runnable tell = () -> standard.setHealth(CONFIG, live.problem().isEmpty());
    live.onUpdate(tell);
    tell.run();
    live.follow(platform.clock());
  }

  private static void addHandlers(
      Service service,
      List<ServerServiceDefinition> own,
      StandardServices standard,
      NettyServerBuilder builder,
      InstanceIdentity identity,
      Platform platform) {
    ServerMetrics metrics = platform.monitor().server(own);
    builder.addStreamTracerFactory(metrics);
    builder.addStreamTracerFactory(IdempotencyKey.tracers());
    List<ServerServiceDefinition> open = new ArrayList<>(own);
    open.add(DebugHandler.of(identity.id(), metrics, platform));
    open.replaceAll(RunningService::raw);
    open.forEach(builder::addService);
    Optional<ReflectionDetail> detail = ServiceLoader.load(ReflectionDetail.class).findFirst();
    standard.definitions().stream()
        .map(RunningService::raw)
        .map(each -> detail.map(found -> found.added(each, open)).orElse(each))
        .forEach(builder::addService);
    Optional<CallerDialect> dialect = ServiceLoader.load(CallerDialect.class).findFirst();
    dialect.ifPresent(found -> builder.fallbackHandlerRegistry(found.fallback(open)));
    // The one added last is the first to see a call, and the last to see its end.
    builder.intercept(IdempotencyKey.interceptor());
    dialect.ifPresent(found -> builder.intercept(found.inner()));
    builder.intercept(FailureInterceptor.of(platform));
    ServerLimits limits = ServerLimits.of(platform, own);
    builder.intercept(limits);
    if (service.blocking()) {
      HandlerPool.on(platform, own, limits::isActive).serve(builder);
    } else {
      builder.directExecutor();
    }
    dialect.ifPresent(found -> builder.intercept(found.outer(identity.service())));
  }

  /** Interceptors see its messages before they are read. */
  private static ServerServiceDefinition raw(ServerServiceDefinition service) {
    Marshaller<InputStream> asItIs =
        new Marshaller<>() {
          @Override
          public InputStream stream(InputStream bytes) {
            return bytes;
          }

          @Override
          public InputStream parse(InputStream bytes) {
            return bytes;
          }
        };
    return ServerInterceptors.useMarshalledMessages(service, asItIs);
  }

  /** The node that it registers. */
  public Node node() {
    return node;
  }

  /** The address it listens on, with the real port. */
  public HostPort address() {
    return server.address();
  }

  /**
   * Completes once the registry shows this node to others. Fails with a {@link
   * shippy.registry.RegistryException} if the registry refuses it for wrong credentials; anything
   * else is tried again for as long as the service runs.
   */
  public CompletableFuture<Void> ready() {
    return registration.visible();
  }

  /** Waits until {@link #close} has finished, here or on another thread. */
  public void awaitStopped() {
    InterruptibleWait.forever(stopped);
  }

  /**
   * Stops in order: unhealthy, out of the registry, a short wait for clients to notice, no new
   * calls, up to 10 s for running calls; streams of health and reflection are ended at once. Blocks
   * until the port is free; idempotent.
   */
  @Override
  public void close() {
    if (!stopping.compareAndSet(false, true)) {
      awaitStopped();
      return;
    }
    try {
      standard.stopServing();
      registration.close();
      InterruptibleWait.pause(grace, clock);
      server.refuseCalls();
      standard.endStreams();
      server.drain();
    } finally {
      server.close();
      stopped.countDown();
    }
  }
}
