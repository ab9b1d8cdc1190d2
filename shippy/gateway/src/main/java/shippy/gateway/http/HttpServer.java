package shippy.gateway.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2StreamChannel;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import jdk.net.ExtendedSocketOptions;
import shippy.platform.Acceptor;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.registry.HostPort;

/** Listens at one address and gives each connection its handlers. Safe for any thread. */
public final class HttpServer implements AutoCloseable {
  /** The event that tells a connection to close as soon as nothing runs on it. */
  static final Object CLOSING = "closing";

  private static final int BACKLOG = 256;

  private final Channel listener;
  private final Acceptor acceptor;
  private final ChannelGroup connections;
  private final RequestRunner runner;

  private HttpServer(
      Channel listener, Acceptor acceptor, ChannelGroup connections, RequestRunner runner) {
    this.listener = listener;
    this.acceptor = acceptor;
    this.connections = connections;
    this.runner = runner;
  }

  /**
   * Begins to listen.
   *
   * @param bootstrap makes a bootstrap for the acceptor, which the server closes
   * @throws ProblemException if it cannot listen there
   */
  public static HttpServer start(
      Function<Acceptor, ServerBootstrap> bootstrap,
      InetSocketAddress address,
      RequestRunner runner) {
    Acceptor acceptor = new Acceptor();
    ServerBootstrap server = bootstrap.apply(acceptor);
    ChannelGroup connections =
        new DefaultChannelGroup(server.config().childGroup().next(), /* stayClosed= */ false);
    ChannelFuture bound =
        server
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            // A client whose machine has gone is noticed within 90 s.
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), 60)
            .childOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), 10)
            .childOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), 3)
            .childHandler(initializer(connections, runner))
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      acceptor.close();
      throw notBound(address, bound.cause());
    }
    return new HttpServer(bound.channel(), acceptor, connections, runner);
  }

  private static ChannelInitializer<Channel> initializer(
      ChannelGroup connections, RequestRunner runner) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        if (connections.size() >= Limits.CONNECTIONS) {
          channel.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
        } else {
          connections.add(channel);
          channel.pipeline().addLast(new ProtocolDetector(runner));
        }
      }
    };
  }

  private static ProblemException notBound(InetSocketAddress at, Throwable cause) {
    HostPort address = new HostPort(at.getHostString(), at.getPort());
    if (cause instanceof BindException e) {
      return Problem.of(
              ExitCode.CONFIG,
              "address: %s (expected: one of this machine that is free): %s"
                  .formatted(address, e.getMessage()))
          .withFix("--address=127.0.0.1:0", "take any free port")
          .toException(e);
    }
    return Problem.of(ExitCode.CONFIG, "address: %s: %s".formatted(address, reason(cause)))
        .toException(cause);
  }

  private static String reason(Throwable cause) {
    return cause instanceof UnresolvedAddressException
        ? "unknown host"
        : String.valueOf(cause.getMessage());
  }

  /**
   * Ends a connection, or an HTTP/2 stream. Netty by itself does not reset a stream whose client
   * has sent everything: the client would wait for the rest of its answer, and a writer that waits
   * for the client's window would wait for ever.
   */
  static void end(ChannelHandlerContext ctx) {
    if (ctx.channel() instanceof Http2StreamChannel && ctx.channel().isActive()) {
      ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL))
          .addListener(reset -> close(ctx));
    } else {
      close(ctx);
    }
  }

  private static void close(ChannelHandlerContext ctx) {
    ctx.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }

  /** Bypasses the handlers: the one of HTTP/2 would wait for its streams again. */
  private static void cut(Channel connection) {
    Optional.ofNullable(connection.pipeline().firstContext())
        .ifPresent(
            first -> first.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE));
  }

  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** Takes no more requests; connections on which nothing runs are closed, as are streams. */
  public void stop() {
    listener.close().awaitUninterruptibly();
    acceptor.close();
    runner.stop();
    connections.forEach(connection -> connection.pipeline().fireUserEventTriggered(CLOSING));
  }

  /** Waits until the last answers are out, then ends all connections. Idempotent. */
  @Override
  public void close() {
    stop();
    connections
        .newCloseFuture()
        .awaitUninterruptibly(Limits.LINGERING.toMillis(), TimeUnit.MILLISECONDS);
    connections.forEach(HttpServer::cut);
    connections.newCloseFuture().awaitUninterruptibly();
  }
}
