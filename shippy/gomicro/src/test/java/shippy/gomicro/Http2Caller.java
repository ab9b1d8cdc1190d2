package shippy.gomicro;

import static java.util.Objects.requireNonNull;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import shippy.registry.HostPort;

/** Calls as they are on the wire: gRPC's own client sends one content type only. */
final class Http2Caller implements AutoCloseable {
  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel connection;

  Http2Caller(HostPort address) {
    connection =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(Http2FrameCodecBuilder.forClient().build())
                        .addLast(new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
                  }
                })
            .connect(address.host(), address.port())
            .syncUninterruptibly()
            .channel();
  }

  /**
   * What came back.
   *
   * @param code the gRPC status
   * @param text its text, decoded
   */
  record Answer(int code, String text, List<byte[]> messages, Map<String, String> fields) {}

  /** One call; the headers are those beside gRPC's own. */
  Answer call(String path, String contentType, Map<String, String> headers, byte[]... messages) {
    return send(path, contentType, headers, messages).orTimeout(10, TimeUnit.SECONDS).join();
  }

  CompletableFuture<Answer> send(
      String path, String contentType, Map<String, String> headers, byte[]... messages) {
    Http2Headers all =
        new DefaultHttp2Headers()
            .method("POST")
            .scheme("http")
            .path(path)
            .authority("localhost")
            .set("te", "trailers")
            .set("content-type", contentType);
    headers.forEach(all::set);
    ByteBuf body = Unpooled.buffer();
    for (byte[] message : messages) {
      body.writeByte(0).writeInt(message.length).writeBytes(message);
    }
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Http2StreamChannel stream =
        new Http2StreamChannelBootstrap(connection)
            .handler(new Collector(answer))
            .open()
            .syncUninterruptibly()
            .getNow();
    var unusedHeaders = stream.write(new DefaultHttp2HeadersFrame(all));
    var unusedBody = stream.writeAndFlush(new DefaultHttp2DataFrame(body, true));
    return answer;
  }

  @Override
  public void close() {
    connection.close().syncUninterruptibly();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private static final class Collector extends SimpleChannelInboundHandler<Object> {
    private final CompletableFuture<Answer> answer;
    private final Map<String, String> fields = new HashMap<>();
    private final ByteBuf body = Unpooled.buffer();

    Collector(CompletableFuture<Answer> answer) {
      this.answer = answer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Object frame) {
      if (frame instanceof Http2HeadersFrame headers) {
        headers.headers().forEach(e -> fields.put(e.getKey().toString(), e.getValue().toString()));
      } else if (frame instanceof Http2DataFrame data) {
        body.writeBytes(data.content());
      } else if (frame instanceof Http2ResetFrame reset) {
        answer.completeExceptionally(new IllegalStateException("reset " + reset.errorCode()));
      }
      if (fields.containsKey("grpc-status")) {
        answer.complete(
            new Answer(
                Integer.parseInt(requireNonNull(fields.get("grpc-status"))),
                decoded(fields.getOrDefault("grpc-message", "")),
                messages(),
                fields));
      }
    }

    private List<byte[]> messages() {
      List<byte[]> messages = new ArrayList<>();
      while (body.readableBytes() >= 5) {
        body.readByte();
        byte[] message = new byte[body.readInt()];
        body.readBytes(message);
        messages.add(message);
      }
      return messages;
    }

    private static String decoded(String text) {
      return java.net.URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
  }
}
