package shippy.gateway.http;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the first bytes of a connection: HTTP/2 begins with a preface that no other version has.
 * Then the handlers of that version take over. Runs on the event loop of the connection.
 */
final class ProtocolDetector extends ByteToMessageDecoder {
  private final RequestRunner runner;
  private @Nullable Future<?> limit;

  ProtocolDetector(RequestRunner runner) {
    this.runner = runner;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    limit = ctx.executor().schedule(() -> HttpServer.end(ctx), Limits.ARRIVAL.toSeconds(), SECONDS);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
    int length = Math.min(in.readableBytes(), preface.readableBytes());
    if (!ByteBufUtil.equals(in, in.readerIndex(), preface, 0, length)) {
      addHttp1(ctx.pipeline());
      ctx.pipeline().remove(this);
    } else if (length == preface.readableBytes()) {
      Http2Connection.addTo(ctx.pipeline(), runner);
      ctx.pipeline().remove(this);
    }
  }

  private void addHttp1(ChannelPipeline pipeline) {
    HttpDecoderConfig config =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(Limits.LINE_BYTES)
            .setMaxHeaderSize(Limits.HEADER_BYTES)
            .setUseRfc9112TransferEncoding(true); // refuses a length beside chunks
    pipeline.addLast(
        new HttpServerCodec(config),
        new WriteTimeoutHandler((int) Limits.DELIVERY.toSeconds()),
        new ConnectionHandler(runner));
  }

  /** Ends a connection whose client ends without a request. */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent || event == HttpServer.CLOSING) {
      HttpServer.end(ctx);
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    requireNonNull(limit, "limit").cancel(false);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    HttpServer.end(ctx);
  }
}
