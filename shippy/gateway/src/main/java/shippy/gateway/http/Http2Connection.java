package shippy.gateway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/2 connection. Each of its streams is a channel with one request. A connection that
 * closes takes no new streams and waits for the open ones. Runs on the event loop of the
 * connection.
 */
final class Http2Connection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(Http2Connection.class);

  private final Http2FrameCodec frames;
  private final ChannelGroup streams;

  private Http2Connection(Http2FrameCodec frames, ChannelGroup streams) {
    this.frames = frames;
    this.streams = streams;
  }

  static void addTo(ChannelPipeline pipeline, RequestRunner runner) {
    Http2FrameCodec frames =
        Http2FrameCodecBuilder.forServer()
            .initialSettings(
                Http2Settings.defaultSettings()
                    .maxConcurrentStreams(Limits.REQUESTS_PER_CONNECTION)
                    .maxHeaderListSize(2 * Limits.HEADER_BYTES)) // our own limit gets an answer
            .decoderEnforceMaxRstFramesPerWindow(Limits.RESETS_PER_MINUTE, 60)
            .gracefulShutdownTimeoutMillis(Limits.CLOSING.toMillis())
            .build();
    ChannelGroup streams = new DefaultChannelGroup(pipeline.channel().eventLoop());
    // HTTP/2 has to answer frames, which a half-closed connection cannot.
    pipeline.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
    pipeline.addLast(
        new IdleStateHandler(0, 0, (int) Limits.IDLE.toSeconds()),
        frames,
        new Http2MultiplexHandler(initializer(streams, runner)),
        new Http2Connection(frames, streams));
  }

  private static ChannelInitializer<Channel> initializer(
      ChannelGroup streams, RequestRunner runner) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel stream) {
        streams.add(stream);
        stream
            .pipeline()
            .addLast(
                new Http2StreamFrameToHttpObjectCodec(true),
                new WriteTimeoutHandler((int) Limits.DELIVERY.toSeconds()),
                new ConnectionHandler(runner));
      }
    };
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    boolean idle = event instanceof IdleStateEvent && frames.connection().numActiveStreams() == 0;
    if (event == HttpServer.CLOSING) {
      streams.forEach(stream -> stream.pipeline().fireUserEventTriggered(event));
      HttpServer.end(ctx);
    } else if (idle) {
      HttpServer.end(ctx);
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("HTTP/2 connection failed: {}", ctx.channel().remoteAddress(), cause);
    HttpServer.end(ctx);
  }
}
