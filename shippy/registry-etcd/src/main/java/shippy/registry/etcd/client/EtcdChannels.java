package shippy.registry.etcd.client;

import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.registry.HostPort;

/**
 * Channels to a cluster, on an event loop that ends with them: the shared one of gRPC stays for a
 * second after its last use, and the JVM would wait 0.3 s for it at its exit. Safe for any thread.
 */
final class EtcdChannels implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EtcdChannels.class);

  // Below the limit of an operation, so that a silent host is reported as such and not as "no
  // answer".
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

  private final EtcdOptions options;
  private final ClientInterceptor interceptor;
  private final List<ManagedChannel> opened = new CopyOnWriteArrayList<>();
  private @Nullable EventLoopGroup loop;

  /** Does not start the event loop yet. */
  EtcdChannels(EtcdOptions options, ClientInterceptor interceptor) {
    this.options = options;
    this.interceptor = interceptor;
  }

  /** A channel that begins to connect. */
  synchronized ManagedChannel open() {
    if (loop == null) {
      loop =
          new MultiThreadIoEventLoopGroup(
              1, new DefaultThreadFactory("shippy-etcd-loop", true), NioIoHandler.newFactory());
    }
    NettyChannelBuilder builder =
        NettyChannelBuilder.forTarget(target(options))
            .eventLoopGroup(loop)
            .channelType(NioSocketChannel.class)
            .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_LIMIT.toMillis())
            .defaultLoadBalancingPolicy("round_robin")
            // Without a call or watch etcd allows one ping in two hours, and closes after three;
            // gRPC sends none then.
            .keepAliveTime(10, TimeUnit.SECONDS)
            .keepAliveTimeout(3, TimeUnit.SECONDS)
            .negotiationType(NegotiationType.PLAINTEXT)
            .intercept(interceptor);
    options.tls().ifPresent(tls -> builder.negotiationType(NegotiationType.TLS).sslContext(tls));
    ManagedChannel channel = builder.build();
    opened.removeIf(ManagedChannel::isTerminated);
    opened.add(channel);
    channel.getState(true);
    return channel;
  }

  /** The members as gRPC's resolver of addresses reads them. */
  static String target(EtcdOptions options) {
    return options.members().stream()
        .map(HostPort::toString)
        .map(member -> member.replace("[", "%5B").replace("]", "%5D"))
        .collect(Collectors.joining(",", "ip:///", ""));
  }

  /** Ends the calls, then the event loop; returns when its thread has ended. Idempotent. */
  @Override
  public synchronized void close() {
    opened.forEach(ManagedChannel::shutdownNow);
    opened.forEach(EtcdChannels::awaitTermination);
    if (loop != null) {
      loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
  }

  /** Waits, because a channel that still connects must not use a closed event loop. */
  private static void awaitTermination(ManagedChannel channel) {
    try {
      if (!channel.awaitTermination(1, TimeUnit.SECONDS)) {
        LOG.debug("channel did not end in time: {}", channel);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
