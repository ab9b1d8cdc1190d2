package shippy.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.clock.Deadline;

/**
 * The output of a run, in order, written by a thread of its own, so that a terminal that stops
 * (Ctrl-S, a pager) delays neither a stop nor a restart. Safe for any thread.
 */
final class OutputJournal implements AutoCloseable {
  private static final int CAPACITY = 10_000;
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);
  private static final Line END = new Line(null, "");

  private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>(CAPACITY);
  private final CompletableFuture<Void> written = new CompletableFuture<>();
  private final Clock clock;
  private volatile boolean closed;

  /** A line and where it goes; nowhere without a stream. */
  private record Line(@Nullable PrintStream stream, String text) {}

  OutputJournal(Clock clock) {
    this.clock = clock;
    DaemonThreads.named("shippy-journal").newThread(this::write).start();
  }

  /** Adds a line of a program; waits while there is no room, which makes the program wait too. */
  void append(PrintStream stream, String line) throws InterruptedException {
    lines.put(new Line(stream, line));
  }

  /** Adds a message of this program. Never waits: with 10 000 lines unread it is dropped. */
  void say(PrintStream stream, String message) {
    lines.offer(new Line(stream, message));
  }

  /** Writes what is left; gives up after a second if the reader does not read. Idempotent. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      lines.offer(END); // to wake the writer; without room it is awake
      Deadline.within(LAST_WORDS, written, clock);
    }
  }

  private void write() {
    try {
      while (!closed || !lines.isEmpty()) {
        print(lines.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      written.complete(null);
    }
  }

  private static void print(Line line) {
    if (line.stream() != null) {
      line.stream().println(line.text());
      line.stream().flush();
    }
  }
}
