package shippy.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.util.Date;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import shippy.clock.Clock;

/** Sends the answer to one request. Safe for any thread, of which one answers. */
final class Responder {
  private final ChannelHandlerContext ctx;
  private final HttpRequest request;
  private final Clock clock;
  private final BooleanSupplier closing;
  private final Consumer<Boolean> answered;
  private volatile boolean kept;
  private volatile boolean begun;
  private boolean gone;
  private Runnable onGone = () -> {};

  /**
   * Nothing is sent yet.
   *
   * @param closing whether this is to be the last answer of the connection
   * @param answered called on the event loop when the last byte is out or lost, with whether the
   *     client may use the connection again
   */
  Responder(
      ChannelHandlerContext ctx,
      HttpRequest request,
      Clock clock,
      BooleanSupplier closing,
      Consumer<Boolean> answered) {
    this.ctx = ctx;
    this.request = request;
    this.clock = clock;
    this.closing = closing;
    this.answered = answered;
    this.kept = HttpUtil.isKeepAlive(request);
  }

  String clientAddress() {
    return ctx.channel().remoteAddress() instanceof InetSocketAddress client
        ? client.getAddress().getHostAddress()
        : "";
  }

  /** Tells a client that asked first to send its body. */
  void proceed() {
    ctx.writeAndFlush(
            new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER))
        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  void closeAfterwards() {
    kept = false;
  }

  /** Sends a whole answer; only its length if the request is {@code HEAD}. */
  void answer(int status, HttpHeaders headers, byte[] body) {
    if (mayHaveBody(status)) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    }
    ByteBuf content = isHead() ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body);
    complete(headers);
    ctx.writeAndFlush(
            new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(status),
                content,
                headers,
                EmptyHttpHeaders.INSTANCE))
        .addListener(written -> answered.accept(kept));
  }

  /**
   * Begins an answer, which ends when the stream is closed.
   *
   * @param length of the body; negative if it is not known
   */
  ResponseStream begin(int status, HttpHeaders headers, long length) {
    boolean bodiless = isHead() || !mayHaveBody(status);
    if (length >= 0 && mayHaveBody(status)) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, length);
    } else if (!bodiless && isHttp10()) {
      kept = false; // the body ends with the connection
    } else if (!bodiless) {
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    complete(headers);
    HttpResponseStatus line = HttpResponseStatus.valueOf(status);
    ctx.writeAndFlush(new DefaultHttpResponse(HttpVersion.HTTP_1_1, line, headers))
        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    return new ResponseStream(ctx, bodiless, () -> answered.accept(kept));
  }

  private void complete(HttpHeaders headers) {
    begun = true;
    if (closing.getAsBoolean()) {
      kept = false;
    }
    headers.set(HttpHeaderNames.DATE, DateFormatter.format(Date.from(clock.now())));
    if (!kept) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (isHttp10()) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
  }

  private static boolean mayHaveBody(int status) {
    return status != 204 && status != 304;
  }

  private boolean isHead() {
    return request.method().equals(HttpMethod.HEAD);
  }

  private boolean isHttp10() {
    return request.protocolVersion().equals(HttpVersion.HTTP_1_0);
  }

  /** Whether headers of an answer are on their way. */
  boolean isBegun() {
    return begun;
  }

  /** Ends the connection, or the HTTP/2 stream. */
  void abort() {
    HttpServer.end(ctx);
  }

  /** Runs this when the client has gone; at once if it has. */
  void onGone(Runnable task) {
    synchronized (this) {
      if (!gone) {
        onGone = task;
        return;
      }
    }
    task.run();
  }

  /** Called when the connection has ended. */
  void left() {
    Runnable task;
    synchronized (this) {
      gone = true;
      task = onGone;
    }
    task.run();
  }
}
