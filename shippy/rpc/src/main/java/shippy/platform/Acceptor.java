package shippy.platform;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The event loop of one listener, whose port is free once this is closed. To close the listener is
 * not enough: its selector holds the socket until the next selection, and nothing waits for that.
 * Safe for any thread.
 */
public final class Acceptor implements AutoCloseable {
  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("shippy-accept", true), NioIoHandler.newFactory());

  /** For the listener alone. */
  public EventLoopGroup loop() {
    return loop;
  }

  /** Closes the listener too. Idempotent. */
  @Override
  public void close() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
