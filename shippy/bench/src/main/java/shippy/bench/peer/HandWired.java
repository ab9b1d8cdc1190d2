package shippy.bench.peer;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The two services with grpc-java alone: the same protos, calls and event loops, handlers that
 * never block on the threads of the connections, rows in maps, and a fixed address.
 *
 * <p>Arguments: {@code vessel PORT}, or {@code consignment PORT PORT-OF-VESSEL}.
 */
final class HandWired {
  private static final String LOOPBACK = "127.0.0.1";

  private HandWired() {}

  public static void main(String[] args) throws Exception {
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            (Runtime.getRuntime().availableProcessors() + 1) / 2, NioIoHandler.newFactory());
    BindableService service =
        args[0].equals("vessel")
            ? new HandWiredVessels()
            : new HandWiredConsignments(channel(loops, Integer.parseInt(args[2])));
    NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1])))
        .bossEventLoopGroup(loops)
        .workerEventLoopGroup(loops)
        .channelType(NioServerSocketChannel.class)
        .directExecutor()
        .addService(service)
        .build()
        .start()
        .awaitTermination();
  }

  private static ManagedChannel channel(EventLoopGroup loops, int port) {
    return NettyChannelBuilder.forAddress(LOOPBACK, port)
        .eventLoopGroup(loops)
        .channelType(NioSocketChannel.class)
        .directExecutor()
        .usePlaintext()
        .build();
  }
}
