package shippy.logging.fluentd;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Backoff;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.clock.Deadline;

/**
 * Sends what is in a buffer, chunk by chunk, on a thread of its own: the next one when a chunk has
 * been acknowledged, the same again when it has not. Tells of changes in the local log. Safe for
 * any thread.
 */
final class ChunkSender implements AutoCloseable {
  private static final int CHUNK = 65_536;

  /** So that a busy program sends chunks and not events; nobody who reads logs notices. */
  private static final Duration LINGER = Duration.ofMillis(200);

  /** With the end of the export of traces, which comes before, less than a second. */
  private static final Duration LAST = Duration.ofMillis(400);

  private final CompletableFuture<Void> closing = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Backoff backoff = Backoff.standard();
  private final String receiver;
  private final EventBuffer buffer;
  private final ForwardConnection connection;
  private final Supplier<String> tag;
  private final Clock clock;
  private boolean failing;

  /**
   * A sender, not started.
   *
   * @param receiver how messages name it
   * @param tag asked for each chunk: a program learns its name after its first events
   */
  ChunkSender(
      String receiver,
      EventBuffer buffer,
      ForwardConnection connection,
      Supplier<String> tag,
      Clock clock) {
    this.receiver = receiver;
    this.buffer = buffer;
    this.connection = connection;
    this.tag = tag;
    this.clock = clock;
  }

  void start() {
    DaemonThreads.named("shippy-fluentd").newThread(this::run).start();
  }

  private void run() {
    try {
      while (buffer.awaitEvent()) {
        if (!buffer.holds(CHUNK)) {
          Deadline.within(LINGER, closing, clock);
        }
        if (!deliver(Chunk.of(tag.get(), buffer.take(CHUNK)))) {
          return;
        }
        long dropped = buffer.delivered();
        if (dropped > 0) {
          log()
              .warn(
                  "log events that were dropped before {} took them again: {}", receiver, dropped);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connection.close();
      ended.complete(null);
    }
  }

  /** Tries until it is acknowledged; false if this sender is closed meanwhile. */
  private boolean deliver(Chunk chunk) {
    while (true) {
      try {
        send(chunk);
        backoff.reset();
        tell(null);
        return true;
      } catch (IOException e) {
        if (closing.isDone()) {
          return false;
        }
        tell(e);
        Deadline.within(backoff.next(), closing, clock);
      }
    }
  }

  /** Receivers close what is idle, which only the next chunk notices. */
  private void send(Chunk chunk) throws IOException {
    boolean used = connection.isOpen();
    try {
      connection.send(chunk);
    } catch (IOException e) {
      if (!used) {
        throw e;
      }
      connection.send(chunk);
    }
  }

  private void tell(@Nullable IOException failure) {
    boolean changed = failing != (failure != null);
    failing = failure != null;
    if (changed && failure != null) {
      log().warn("{} takes no log events", receiver, failure);
    } else if (changed) {
      log().info("{} takes log events again", receiver);
    }
  }

  /** Waits up to 0.4 s until everything has arrived. Idempotent. */
  @Override
  public void close() {
    buffer.close();
    boolean first = closing.complete(null);
    if (!Deadline.within(LAST, ended, clock)) {
      connection.close();
    }
    long left = buffer.undelivered();
    if (first && left > 0) {
      log().warn("log events that {} has not acknowledged: {}", receiver, left);
    }
  }

  /** Asked for late: this class is loaded while the first logger is made. */
  private static Logger log() {
    return LoggerFactory.getLogger(ChunkSender.class);
  }
}
