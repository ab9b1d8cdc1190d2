package io.grpc.netty;

import io.grpc.Metadata;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Map;

/**
 * Sends calls with the header {@code x-content-type: application/grpc+json} under this content
 * type. gRPC offers no other way: it always sends {@code application/grpc}, so this class stands in
 * its package, where the headers of a call can be read.
 */
public final class JsonContentType extends ChannelOutboundHandlerAdapter {
  public static final String JSON = "application/grpc+json";

  /** The header, which go-micro sends as well. */
  public static final Metadata.Key<String> ASKED =
      Metadata.Key.of("x-content-type", Metadata.ASCII_STRING_MARSHALLER);

  private static final AsciiString CONTENT_TYPE = AsciiString.cached("content-type");

  private JsonContentType() {}

  /** Lets the connections of the channel send it. */
  public static void enable(NettyChannelBuilder channel) {
    channel.channelFactory(
        () -> {
          NioSocketChannel connection = new NioSocketChannel();
          connection.pipeline().addLast(new Installer());
          return connection;
        });
  }

  /** Calls pass the last handler first, and gRPC adds its own before the registration. */
  private static final class Installer extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRegistered(ChannelHandlerContext connection) {
      connection.pipeline().addLast(new JsonContentType());
      connection.fireChannelRegistered();
      connection.pipeline().remove(this);
    }
  }

  @Override
  public void write(ChannelHandlerContext connection, Object message, ChannelPromise promise) {
    boolean json = message instanceof CreateStreamCommand call && asks(call.headers());
    var unused = connection.write(json ? asJson((CreateStreamCommand) message) : message, promise);
  }

  private static boolean asks(Http2Headers headers) {
    for (Map.Entry<CharSequence, CharSequence> header : headers) {
      if (AsciiString.contentEquals(header.getKey(), ASKED.name())) {
        return AsciiString.contentEquals(header.getValue(), JSON);
      }
    }
    return false;
  }

  private static CreateStreamCommand asJson(CreateStreamCommand call) {
    Http2Headers headers = new DefaultHttp2Headers(false);
    for (Map.Entry<CharSequence, CharSequence> header : call.headers()) {
      boolean type = CONTENT_TYPE.contentEquals(header.getKey());
      headers.add(header.getKey(), type ? JSON : header.getValue());
    }
    return new CreateStreamCommand(
        headers, call.stream(), call.shouldBeCountedForInUse(), call.isGet());
  }
}
