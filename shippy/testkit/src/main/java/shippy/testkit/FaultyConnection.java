package shippy.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import shippy.clock.Clock;
import shippy.testkit.FaultProxy.Mode;

/**
 * One connection through a {@link FaultProxy}: for each direction one thread reads and one writes.
 */
final class FaultyConnection {
  private static final int CHUNK_BYTES = 16_384;
  private static final int MAX_CHUNKS = 256;

  private final FaultProxy proxy;
  private final Socket client;
  private final Socket server;
  private final BlockingQueue<Chunk> toServer = new LinkedBlockingQueue<>(MAX_CHUNKS);
  private final BlockingQueue<Chunk> toClient = new LinkedBlockingQueue<>(MAX_CHUNKS);
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger directions = new AtomicInteger(2);
  private volatile boolean lossy;

  /**
   * A piece of what was read.
   *
   * @param bytes none at the end of the stream
   * @param age since it was read
   * @param delay the age at which it is written
   */
  private record Chunk(ByteBuffer bytes, Supplier<Duration> age, Duration delay) {
    static Chunk read(ByteBuffer bytes, Duration delay) {
      return new Chunk(bytes, Clock.system().stopwatch(), delay);
    }

    Duration left() {
      return delay.minus(age.get());
    }
  }

  FaultyConnection(FaultProxy proxy, Socket client, Socket server) {
    this.proxy = proxy;
    this.client = client;
    this.server = server;
  }

  void start(Executor threads) {
    threads.execute(() -> orAbort(() -> read(client, toServer)));
    threads.execute(() -> orAbort(() -> write(toServer, server)));
    threads.execute(() -> orAbort(() -> read(server, toClient)));
    threads.execute(() -> orAbort(() -> write(toClient, client)));
  }

  void modeChanged() {
    Mode mode = proxy.mode();
    boolean broken = lossy && !(mode instanceof Mode.Blackhole);
    if (broken || mode instanceof Mode.Reset) {
      abort();
    } else if (mode instanceof Mode.HalfClose) {
      orAbort(client::shutdownOutput);
    }
  }

  /** Resets both sides. */
  void abort() {
    over.countDown();
    abort(client);
    abort(server);
    wake(toServer);
    wake(toClient);
    proxy.ended(this);
  }

  /** Wakes the threads that wait for room or for a chunk. */
  private static void wake(BlockingQueue<Chunk> underWay) {
    underWay.clear();
    boolean unused = underWay.offer(Chunk.read(ByteBuffer.allocate(0), Duration.ZERO));
  }

  /** Closes with RST: pending bytes are lost. */
  static void abort(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // The other side has closed it at the same time, which is fine.
    }
  }

  private void read(Socket from, BlockingQueue<Chunk> underWay)
      throws IOException, InterruptedException {
    InputStream in = from.getInputStream();
    int length;
    do {
      byte[] buffer = new byte[CHUNK_BYTES];
      length = in.read(buffer);
      Duration delay = proxy.mode() instanceof Mode.Delay mode ? mode.by() : Duration.ZERO;
      underWay.put(Chunk.read(ByteBuffer.wrap(buffer, 0, Math.max(0, length)), delay));
    } while (length >= 0);
  }

  private void write(BlockingQueue<Chunk> underWay, Socket to)
      throws IOException, InterruptedException {
    Chunk next;
    do {
      next = underWay.take();
      if (over.await(next.left().toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
      if (proxy.mode() instanceof Mode.Blackhole) {
        lossy = true;
      } else if (!to.isOutputShutdown()) {
        pass(next, to);
      }
    } while (next.bytes().hasRemaining());
    if (directions.decrementAndGet() == 0 && !lossy) {
      abort();
    }
  }

  private static void pass(Chunk chunk, Socket to) throws IOException {
    if (!chunk.bytes().hasRemaining()) {
      to.shutdownOutput();
    } else {
      to.getOutputStream().write(chunk.bytes().array(), 0, chunk.bytes().remaining());
    }
  }

  /** Runs a part of the connection; if it fails, ends the connection. */
  private void orAbort(ThrowingRunnable part) {
    try {
      part.run();
    } catch (Exception e) {
      abort();
    }
  }
}
