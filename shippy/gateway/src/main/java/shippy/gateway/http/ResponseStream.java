package shippy.gateway.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * The body of an answer, sent as it is written. Writing waits until the client has room, so a slow
 * client slows the writer down and fills no memory. For one thread, not that of the event loop.
 */
public final class ResponseStream extends OutputStream {
  private final ChannelHandlerContext ctx;
  private final boolean discards;
  private final Runnable ended;
  private boolean closed;

  /**
   * Nothing is written yet.
   *
   * @param discards whether to drop what is written, since the answer has no body
   * @param ended runs on the event loop when the last byte is out or lost
   */
  ResponseStream(ChannelHandlerContext ctx, boolean discards, Runnable ended) {
    this.ctx = ctx;
    this.discards = discards;
    this.ended = ended;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  /** Fails if the client has gone or takes nothing in time. */
  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (discards && !ctx.channel().isActive()) {
      throw new IOException("the client has gone");
    }
    if (discards || length == 0) {
      return;
    }
    ChannelFuture sent =
        ctx.writeAndFlush(new DefaultHttpContent(Unpooled.copiedBuffer(bytes, offset, length)));
    try {
      sent.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    if (!sent.isSuccess()) {
      throw new IOException("the client has gone", sent.cause());
    }
  }

  /**
   * Sends bytes that many answers share, without waiting; safe for any thread. The future ends when
   * the client has room for more, and fails if it has gone or takes nothing in time.
   */
  public CompletableFuture<Void> send(ByteBuffer shared) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    ctx.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(shared.duplicate())))
        .addListener(
            written -> {
              if (written.isSuccess()) {
                sent.complete(null);
              } else {
                IOException gone = new IOException("the client has gone", written.cause());
                // Later: the encoder may be writing still, and cannot begin another answer.
                ctx.executor().execute(() -> sent.completeExceptionally(gone));
              }
            });
    return sent;
  }

  /** Ends the answer as a complete one. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(written -> ended.run());
    }
  }
}
