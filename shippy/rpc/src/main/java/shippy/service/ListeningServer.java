package shippy.service;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import shippy.config.Config;
import shippy.config.Settings;
import shippy.platform.Acceptor;
import shippy.registry.HostPort;

/** A server with its port, from the bind until the port is free again. Safe for any thread. */
final class ListeningServer implements AutoCloseable {
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final Server server;
  private final Acceptor acceptor;

  private ListeningServer(Server server, Acceptor acceptor) {
    this.server = server;
    this.acceptor = acceptor;
  }

  /**
   * Binds the address of the builder and serves.
   *
   * @throws shippy.problem.ProblemException if the address cannot be bound
   */
  static ListeningServer start(
      NettyServerBuilder builder, InetSocketAddress address, Config config) {
    Acceptor acceptor = new Acceptor();
    try {
      return new ListeningServer(
          builder.bossEventLoopGroup(acceptor.loop()).build().start(), acceptor);
    } catch (IOException e) {
      acceptor.close();
      throw Addresses.cannotListen(address, Settings.SERVER_ADDRESS, config, e);
    } catch (RuntimeException e) {
      acceptor.close();
      throw e;
    }
  }

  /** The bound address, with the real port. */
  HostPort address() {
    InetSocketAddress address = (InetSocketAddress) server.getListenSockets().get(0);
    return new HostPort(address.getAddress().getHostAddress(), address.getPort());
  }

  /** Takes no new calls from now on. */
  void refuseCalls() {
    server.shutdown();
  }

  /** Waits for the running calls, for up to 10 s. */
  void drain() {
    if (!InterruptibleWait.until(
        DRAIN, left -> server.awaitTermination(left, TimeUnit.NANOSECONDS))) {
      LoggerFactory.getLogger(Service.class)
          .warn("calls still running after {} s are cut off", DRAIN.toSeconds());
    }
  }

  /** Cuts off what still runs; the port is free when this returns. Idempotent. */
  @Override
  public void close() {
    server.shutdownNow();
    acceptor.close();
  }
}
