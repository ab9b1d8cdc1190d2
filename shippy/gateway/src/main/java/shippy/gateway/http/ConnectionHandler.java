package shippy.gateway.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the requests of a connection, or the one request of an HTTP/2 stream, and has them answered
 * one after the other. While a request waits for its turn, nothing more is read. Runs on the event
 * loop of the connection.
 */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);

  private final RequestRunner runner;
  private final Queue<HttpObject> ahead = new ArrayDeque<>();
  private @Nullable HttpExchange current;
  private Optional<HttpFault> refusal = Optional.empty();
  private int bodyBytes;
  private boolean receiving;
  private boolean taking;
  private boolean inputEnded;
  private boolean leaving;
  private @Nullable Future<?> timer;

  ConnectionHandler(RequestRunner runner) {
    this.runner = runner;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    limit(ctx, Limits.ARRIVAL, () -> arrivedLate(ctx));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (leaving) {
      ReferenceCountUtil.release(message);
    } else if (current == null || receiving) {
      take(ctx, (HttpObject) message);
    } else {
      ahead.add((HttpObject) message);
      ctx.channel().config().setAutoRead(false);
    }
  }

  private void take(ChannelHandlerContext ctx, HttpObject message) {
    try {
      if (message instanceof HttpRequest request) {
        begin(ctx, request);
      }
      if (message instanceof HttpContent content && current != null && !leaving) {
        receive(current, content);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void begin(ChannelHandlerContext ctx, HttpRequest request) {
    HttpExchange in = incoming(ctx, request);
    current = in;
    receiving = true;
    bodyBytes = 0;
    limit(ctx, Limits.ARRIVAL, () -> arrivedLate(ctx));
    Optional<HttpFault> broken = ProtocolFaults.of(request);
    if (broken.isPresent()) {
      refuse(in, broken.get());
      return;
    }
    refusal = runner.admit(in);
    if (HttpUtil.is100ContinueExpected(request)) {
      if (refusal.isPresent()) {
        refuse(in, refusal.get());
      } else {
        in.responder().proceed();
      }
    }
  }

  private HttpExchange incoming(ChannelHandlerContext ctx, HttpRequest request) {
    return new HttpExchange(
        request,
        new Responder(ctx, request, runner.clock(), runner::isClosing, kept -> answered(ctx, kept)),
        runner.limiter(),
        runner.threads());
  }

  private void receive(HttpExchange in, HttpContent content) {
    if (content.decoderResult().isFailure()) {
      refuse(in, ProtocolFaults.brokenBody());
      return;
    }
    bodyBytes += content.content().readableBytes();
    if (bodyBytes > Limits.BODY_BYTES) {
      refuse(in, ProtocolFaults.longBody());
      return;
    }
    if (refusal.isEmpty()) {
      try {
        in.append(content.content());
      } catch (HttpFault e) {
        refuse(in, e);
        return;
      }
    }
    if (content instanceof LastHttpContent) {
      receiving = false;
      unlimit();
      refusal.ifPresentOrElse(in::answer, () -> runner.handle(in));
    }
  }

  /** Answers at once, and throws away what else comes on this connection. */
  private void refuse(HttpExchange in, HttpFault fault) {
    leaving = true;
    in.responder().closeAfterwards();
    in.answer(fault);
  }

  private void arrivedLate(ChannelHandlerContext ctx) {
    HttpExchange in = current;
    if (in == null) {
      HttpRequest unread = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
      in = incoming(ctx, unread);
      current = in;
    }
    String limit = "%d s".formatted(Limits.ARRIVAL.toSeconds());
    refuse(in, HttpFault.of(408, "request: incomplete (expected: whole within " + limit + ")"));
  }

  /** Called when the answer is out or the client has gone. */
  private void answered(ChannelHandlerContext ctx, boolean kept) {
    unlimit();
    if (current != null) {
      current.release();
    }
    if (!ctx.channel().isActive()) {
      return;
    }
    if (!kept || receiving) {
      leave(ctx);
    } else if (inputEnded) {
      HttpServer.end(ctx);
    } else {
      current = null;
      limit(ctx, Limits.IDLE, () -> HttpServer.end(ctx));
      takeAhead(ctx);
    }
  }

  private void takeAhead(ChannelHandlerContext ctx) {
    if (taking) {
      return; // an answer at once comes back here
    }
    taking = true;
    while ((current == null || receiving) && !leaving && !ahead.isEmpty()) {
      take(ctx, ahead.remove());
    }
    taking = false;
    if (ahead.isEmpty()) {
      ctx.channel().config().setAutoRead(true);
    }
  }

  /** Waits for the client to close: while it still sends, a reset would take its answer. */
  private void leave(ChannelHandlerContext ctx) {
    leaving = true;
    if (!(ctx.channel() instanceof DuplexChannel connection)) {
      limit(ctx, Limits.LINGERING, () -> reset(ctx));
    } else if (inputEnded || runner.isClosing()) {
      HttpServer.end(ctx);
    } else {
      connection.shutdownOutput().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
      ctx.channel().config().setAutoRead(true);
      limit(ctx, Limits.LINGERING, () -> HttpServer.end(ctx));
    }
  }

  private static void reset(ChannelHandlerContext ctx) {
    ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR))
        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    HttpExchange running = receiving || leaving ? null : current;
    if (event instanceof ChannelInputShutdownEvent) {
      inputEnded = true;
      if (receiving && !leaving && current != null) {
        refuse(current, ProtocolFaults.brokenBody());
      } else if (running == null || running.isStream()) {
        HttpServer.end(ctx);
      }
    } else if (event == HttpServer.CLOSING && running != null) {
      running.responder().closeAfterwards();
    } else if (event == HttpServer.CLOSING) {
      HttpServer.end(ctx);
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    unlimit();
    ahead.forEach(ReferenceCountUtil::release);
    ahead.clear();
    if (current != null) {
      current.responder().left();
      if (receiving) {
        current.release();
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("connection failed: {}", ctx.channel().remoteAddress(), cause);
    HttpServer.end(ctx);
  }

  private void limit(ChannelHandlerContext ctx, Duration time, Runnable late) {
    unlimit();
    timer = ctx.executor().schedule(late, time.toMillis(), MILLISECONDS);
  }

  private void unlimit() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
