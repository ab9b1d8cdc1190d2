package shippy.bench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Pages that watch {@code /events}; they count the bytes and drop them. */
final class Watchers implements AutoCloseable {
  private static final byte[] WATCH =
      "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1);

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final AtomicLong bytes = new AtomicLong();

  Watchers(InetSocketAddress gateway, int number) {
    Bootstrap client =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel made) {
                    made.pipeline().addLast(new Reader());
                  }
                });
    for (int i = 0; i < number; i++) {
      client
          .connect(gateway)
          .syncUninterruptibly()
          .channel()
          .writeAndFlush(Unpooled.wrappedBuffer(WATCH))
          .syncUninterruptibly();
    }
  }

  /** What all have received so far. */
  long bytes() {
    return bytes.get();
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private final class Reader extends SimpleChannelInboundHandler<ByteBuf> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf piece) {
      bytes.addAndGet(piece.readableBytes());
    }
  }
}
