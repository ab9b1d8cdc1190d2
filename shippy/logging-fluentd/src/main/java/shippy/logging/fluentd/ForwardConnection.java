package shippy.logging.fluentd;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;

/**
 * A connection to a receiver of the forward protocol, opened when something is sent, closed by any
 * failure. One thread sends; any may close.
 */
final class ForwardConnection implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final String host;
  private final int port;
  private final Clock clock;
  private volatile @Nullable Socket socket;
  private volatile boolean late;

  ForwardConnection(String host, int port, Clock clock) {
    this.host = host;
    this.port = port;
    this.clock = clock;
  }

  /** Whether something was acknowledged over it, so that it may have died since. */
  boolean isOpen() {
    return socket != null;
  }

  /** Sends a chunk and waits until it is acknowledged, for at most 30 s in all. */
  void send(Chunk chunk) throws IOException {
    late = false;
    Clock.Timer limit = clock.schedule(LIMIT, this::giveUp);
    try {
      Socket open = open();
      chunk.writeTo(open.getOutputStream());
      String id = acknowledged(open.getInputStream());
      if (!id.equals(chunk.id())) {
        throw new IOException("another chunk than the one sent was acknowledged");
      }
    } catch (IOException e) {
      close();
      throw late
          ? new IOException("no acknowledgement within %d s".formatted(LIMIT.toSeconds()), e)
          : e;
    } finally {
      limit.cancel();
    }
  }

  private void giveUp() {
    late = true;
    close();
  }

  private Socket open() throws IOException {
    Socket open = socket;
    if (open == null) {
      open = new Socket();
      socket = open; // so that close ends connect too
      open.setTcpNoDelay(true);
      open.connect(new InetSocketAddress(host, port));
    }
    return open;
  }

  /** Reads {@code {"ack": chunk}}. */
  private static String acknowledged(InputStream in) throws IOException {
    if (read(in) != 0x81 || !text(in).equals("ack")) {
      throw new IOException("its answer is no acknowledgement");
    }
    return text(in);
  }

  /** A short text; some send it as bytes. */
  private static String text(InputStream in) throws IOException {
    int head = read(in);
    int size = head == 0xd9 || head == 0xc4 ? read(in) : head - 0xa0;
    if (size < 0 || size > 255) {
      throw new IOException("its answer is no acknowledgement");
    }
    return new String(in.readNBytes(size), UTF_8);
  }

  private static int read(InputStream in) throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new IOException("it closed the connection without an acknowledgement");
    }
    return next;
  }

  @Override
  public void close() {
    Socket open = socket;
    socket = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // it is of no use any more
      }
    }
  }
}
