package shippy.platform;

import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;

/** The process's event-loop group and the limits of every connection. */
final class Transport implements AutoCloseable {
  private static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

  // Requests are kept until their answers begin, to be repeated: up to 16 of the largest.
  private static final int MAX_KEPT_BYTES = 16 * MAX_MESSAGE_BYTES;

  private static final int MAX_METADATA_BYTES = 8 * 1024;
  private static final int MAX_CALLS_PER_CONNECTION = 100;

  // Each hedge resets the stream that it has overtaken. An attack by resets has thousands a second.
  private static final int MAX_RESETS_PER_MINUTE = 6_000;

  private static final int FIRST_READ = 1024;

  /**
   * Reads a few calls, then four times as much each time while there is more. What a read brought
   * is sent on before the next: else processes take turns, each with all that has come for it.
   */
  private static final RecvByteBufAllocator GROWING_READS =
      new DefaultMaxMessagesRecvByteBufAllocator(1) {
        @Override
        public MaxMessageHandle newHandle() {
          return new MaxMessageHandle() {
            private int size = FIRST_READ;

            @Override
            public int guess() {
              return size;
            }

            @Override
            public void lastBytesRead(int bytes) {
              size =
                  bytes == attemptedBytesRead() ? Math.min(4 * size, 64 * FIRST_READ) : FIRST_READ;
              super.lastBytesRead(bytes);
            }
          };
        }
      };

  // Half of the cores: callers and those that are called need them too. NIO, because the native
  // transports gain at most 7 % and need a library to unpack and load.
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          (Runtime.getRuntime().availableProcessors() + 1) / 2,
          new DefaultThreadFactory("shippy-loop", true),
          NioIoHandler.newFactory());

  @SuppressWarnings("deprecation") // RCVBUF_ALLOCATOR, for which Netty 4 has nothing else
  NettyServerBuilder server(SocketAddress address) {
    return NettyServerBuilder.forAddress(address)
        .bossEventLoopGroup(loops)
        .workerEventLoopGroup(loops)
        .channelType(NioServerSocketChannel.class)
        .withChildOption(ChannelOption.RCVBUF_ALLOCATOR, GROWING_READS)
        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
        .maxInboundMetadataSize(MAX_METADATA_BYTES)
        .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
        .maxRstFramesPerWindow(MAX_RESETS_PER_MINUTE, 60)
        .handshakeTimeout(5, TimeUnit.SECONDS)
        .permitKeepAliveTime(5, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true);
  }

  ServerBootstrap tcpServer(Acceptor acceptor) {
    return new ServerBootstrap()
        .group(acceptor.loop(), loops)
        .channel(NioServerSocketChannel.class);
  }

  NettyChannelBuilder channel(String target) {
    return NettyChannelBuilder.forTarget(target)
        .eventLoopGroup(loops)
        .channelType(NioSocketChannel.class)
        .directExecutor()
        .usePlaintext()
        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
        .maxInboundMetadataSize(MAX_METADATA_BYTES)
        .perRpcBufferLimit(MAX_MESSAGE_BYTES)
        .retryBufferSize(MAX_KEPT_BYTES)
        .keepAliveTime(10, TimeUnit.SECONDS)
        .keepAliveTimeout(3, TimeUnit.SECONDS);
  }

  /** Waits for the threads: running ones would delay the exit of the process by 0.3 s. */
  @Override
  public void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
