package shippy.service;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.platform.Acceptor;
import shippy.platform.Platform;
import shippy.registry.Endpoint;
import shippy.registry.HostPort;
import shippy.registry.Node;
import shippy.telemetry.Served;

/**
 * A service that serves. Its health, as grpc.health.v1 tells it, has two names: {@code ""} is
 * SERVING from the start until {@link #close}, for absence from the registry stops no call; {@link
 * #REGISTRY} is SERVING while the registry shows the service to others. Safe for any thread.
 */
public final class RunningService implements AutoCloseable {
  /**
   * The health service name of the registration: NOT_SERVING until the registry took the node, and
   * again when renewals have failed for the whole of its ttl.
   */
  public static final String REGISTRY = "shippy.registry";

  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final Server server;
  private final Acceptor acceptor;
  private final Infrastructure infrastructure;
  private final Registration registration;
  private final Node node;
  private final Duration grace;
  private final Clock clock;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);

  private RunningService(
      Server server,
      Acceptor acceptor,
      Infrastructure infrastructure,
      Registration registration,
      Node node,
      Duration grace,
      Clock clock) {
    this.server = server;
    this.acceptor = acceptor;
    this.infrastructure = infrastructure;
    this.registration = registration;
    this.node = node;
    this.grace = grace;
    this.clock = clock;
  }

  static RunningService start(Service service, Platform platform) {
    Config config = platform.config();
    Identity identity = Identity.of(service.name(), config);
    LOG.info("Starting [service] {}", identity.service());
    List<ServerServiceDefinition> definitions =
        service.handlers(platform).stream().map(BindableService::bindService).toList();
    Infrastructure infrastructure = new Infrastructure();
    InetSocketAddress address = Addresses.listen(config);
    NettyServerBuilder builder = platform.server(address);
    definitions.forEach(builder::addService);
    infrastructure.definitions().forEach(builder::addService);
    builder.intercept(new StatusGuard());
    builder.intercept(IdempotencyKey.interceptor());
    Served served = platform.monitor().served(definitions);
    builder.addService(DebugHandler.of(identity.id(), served, platform));
    builder.addStreamTracerFactory(served);
    runHandlers(service, definitions, builder, platform);
    Acceptor acceptor = new Acceptor();
    Server server = builder.bossEventLoopGroup(acceptor.loop()).build();
    try {
      Addresses.bind(server, address, config);
      List<Endpoint> endpoints = Endpoints.of(definitions);
      return serve(
          server, acceptor, infrastructure, identity, endpoints, service.grace(), platform);
    } catch (RuntimeException e) {
      server.shutdownNow();
      acceptor.close();
      throw e;
    }
  }

  private static void runHandlers(
      Service service,
      List<ServerServiceDefinition> definitions,
      NettyServerBuilder builder,
      Platform platform) {
    if (service.blocking()) {
      HandlerPool pool = HandlerPool.of(definitions);
      platform.own(pool::close);
      pool.serve(builder);
    } else {
      builder.executor(Runnable::run);
    }
  }

  private static RunningService serve(
      Server server,
      Acceptor acceptor,
      Infrastructure infrastructure,
      Identity identity,
      List<Endpoint> endpoints,
      Duration grace,
      Platform platform) {
    Config config = platform.config();
    HostPort bound = Addresses.bound(server);
    LOG.info("Server [grpc] Listening on {}", bound);
    infrastructure.setHealth(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, true);
    infrastructure.setHealth(REGISTRY, false);
    Node node = identity.node(Addresses.advertised(config, bound), endpoints, config);
    Registration registration =
        Registration.of(
            node, platform, state -> infrastructure.setHealth(REGISTRY, state.isVisible()));
    registration.start();
    return new RunningService(
        server, acceptor, infrastructure, registration, node, grace, platform.clock());
  }

  /** What stands in the registry. */
  public Node node() {
    return node;
  }

  /** The address it listens on, with the real port. */
  public HostPort address() {
    return Addresses.bound(server);
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
    Waiting.forever(stopped);
  }

  /**
   * Stops in order: unhealthy, out of the registry, a short wait for clients to notice, no new
   * calls, the running ones get up to 10 s; streams of health and reflection are ended and not
   * waited for. Blocks until all that is done and the port is free; idempotent.
   */
  @Override
  public void close() {
    if (!stopping.compareAndSet(false, true)) {
      awaitStopped();
      return;
    }
    try {
      infrastructure.stopServing();
      registration.close();
      Waiting.pause(grace, clock);
      server.shutdown();
      infrastructure.endStreams();
      if (!Waiting.until(DRAIN, limit -> server.awaitTermination(limit, TimeUnit.NANOSECONDS))) {
        LOG.warn("calls still running after {} s are cut off", DRAIN.toSeconds());
        server.shutdownNow();
      }
    } finally {
      acceptor.close();
      stopped.countDown();
    }
  }
}
