package shippy.telemetry.export.trace;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Backoff;
import shippy.clock.Clock;
import shippy.clock.DaemonThreads;
import shippy.problem.StateChangeLogger;
import shippy.telemetry.Span;

/**
 * Sends spans in batches, each second or when many have come, on a thread of its own. What the
 * receiver does not take is sent again later; what does not fit into memory meanwhile is dropped
 * and counted. Adding never blocks; safe for any thread.
 */
final class SpanBatches implements AutoCloseable {
  /** As many as OpenTelemetry's batch processor keeps and sends at once. */
  static final int CAPACITY = 2_048;

  static final int BATCH = 512;
  static final Duration PERIOD = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(SpanBatches.class);
  private static final Duration LONGEST_SEND = Duration.ofSeconds(10);
  private static final Duration LONGEST_CLOSE = Duration.ofMillis(500);
  private static final Duration BETWEEN_REPORTS = Duration.ofMinutes(1);

  /** What OTLP says may be sent again. */
  private static final Set<Status.Code> PASSING =
      EnumSet.of(
          Status.Code.CANCELLED,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.ABORTED,
          Status.Code.OUT_OF_RANGE,
          Status.Code.UNAVAILABLE,
          Status.Code.DATA_LOSS);

  private final String name;
  private final SpanReceiver receiver;
  private final Clock clock;
  private final BlockingQueue<Span> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final LongAdder lost = new LongAdder();
  private final ExecutorService thread = DaemonThreads.single("shippy-traces");
  private final AtomicBoolean due = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Backoff backoff = Backoff.standard();
  private final StateChangeLogger state;
  private volatile List<Span> batch = List.of();
  private volatile boolean failing;
  private long notBefore;
  private String lastReason = "";
  private long reported;
  private long nextReport;

  /** Starts. */
  SpanBatches(String name, SpanReceiver receiver, Clock clock) {
    this.name = name;
    this.receiver = receiver;
    this.clock = clock;
    this.state =
        new StateChangeLogger(
            LOG,
            "export of traces to " + name,
            e -> LOG.warn("export of traces to {} fails: {}", name, reason(e)));
    this.notBefore = clock.nanoTime();
    this.nextReport = notBefore;
    clock.schedule(PERIOD, this::tick);
  }

  void add(Span span) {
    if (!queue.offer(span)) {
      lost.increment();
    } else if (queue.size() >= CAPACITY / 2 && !failing) {
      send();
    }
  }

  private void tick() {
    if (!closed.get()) {
      send();
      clock.schedule(PERIOD, this::tick);
    }
  }

  private void send() {
    if (due.compareAndSet(false, true)) {
      thread.execute(this::sendAll);
    }
  }

  private void sendAll() {
    due.set(false);
    while (!closed.get() && clock.nanoTime() - notBefore >= 0 && sendNext(LONGEST_SEND)) {}
  }

  /** Whether there may be more to send. */
  private boolean sendNext(Duration limit) {
    if (batch.isEmpty()) {
      List<Span> next = new ArrayList<>(BATCH);
      if (queue.drainTo(next, BATCH) == 0) {
        return false;
      }
      batch = next;
    }
    try {
      taken(receiver.send(batch, limit));
      return true;
    } catch (StatusRuntimeException e) {
      state.note(e);
      failing = true;
      if (!PASSING.contains(e.getStatus().getCode())) {
        lost.add(batch.size());
        batch = List.of();
      }
      notBefore = clock.nanoTime() + backoff.next().toNanos();
      return false;
    }
  }

  /** For a broken connection gRPC says "io exception", and its cause says what happened. */
  private static String reason(Throwable e) {
    Throwable cause = e.getCause() == null || e.getCause().getMessage() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("").replace(": /", ": ");
  }

  private void taken(SpanReceiver.Answer answer) {
    batch = List.of();
    backoff.reset();
    state.note(null);
    lost.add(answer.rejected());
    if (!answer.reason().equals(lastReason)) {
      lastReason = answer.reason();
      LOG.warn("{} rejects spans: {}", name, lastReason);
    }
    if (failing || clock.nanoTime() - nextReport >= 0) {
      failing = false;
      report();
    }
  }

  /** Tells how many were lost since the last time. */
  private synchronized void report() {
    long all = lost.sum();
    if (all > reported) {
      LOG.warn("spans not exported to {}: {}", name, all - reported);
      reported = all;
      nextReport = clock.nanoTime() + BETWEEN_REPORTS.toNanos();
    }
  }

  /** Sends what is left, for half a second at most. Idempotent. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    thread.execute(
        () -> {
          while (sendNext(LONGEST_CLOSE)) {}
        });
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lost.add(batch.size() + queue.size());
    report();
    receiver.close();
  }
}
