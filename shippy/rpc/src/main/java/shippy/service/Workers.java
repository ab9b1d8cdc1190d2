package shippy.service;

import static java.util.Objects.requireNonNull;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import shippy.clock.DaemonThreads;
import shippy.platform.Platform;
import shippy.telemetry.Instrument;

/**
 * Threads for work that blocks, such as that of a store; handlers themselves run on the event loop
 * and must not block. Threads and queue are bounded, so that overload is refused at once. Safe for
 * any thread.
 */
public final class Workers implements AutoCloseable {
  private static final int DRAIN_SECONDS = 10;

  private final String name;
  private final int queue;
  private final ThreadPoolExecutor threads;
  private final LongAdder refusals = new LongAdder();

  /** Workers that the platform closes. */
  public static Workers on(Platform platform, String name, int threads, int queue) {
    Workers workers = platform.own(new Workers(name, threads, queue));
    platform.monitor().add(shed(name, workers.refusals::sum));
    return workers;
  }

  /** For exporters: how many calls were refused because a queue was full. */
  public static Instrument shed(String queue, DoubleSupplier calls) {
    return Instrument.counter(
        "shippy_server_calls_shed",
        "Calls refused because too many others waited.",
        Map.of("queue", queue),
        calls);
  }

  /** Workers whose threads have this name and start with the first work. */
  public Workers(String name, int threads, int queue) {
    this.name = requireNonNull(name, "name");
    this.queue = queue;
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            DaemonThreads.numbered(name));
  }

  /**
   * Does the work on one of the threads, in the caller's gRPC context. Never throws: the future
   * fails with the {@link Answer#cause} of what the work threw, with {@code RESOURCE_EXHAUSTED} if
   * the queue is full, or with {@code CANCELLED} if the call was over before the work began.
   */
  public <T> CompletableFuture<T> call(Supplier<T> work) {
    requireNonNull(work, "work");
    Context context = Context.current();
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      threads.execute(context.wrap(() -> run(context, work, result)));
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(refusal());
    }
    return result;
  }

  /** {@link Answer Answers} the call with the result of the work. */
  public <T> void answer(StreamObserver<T> caller, Supplier<T> work) {
    Answer.to(caller, () -> call(work));
  }

  /** Waits for running and queued work, for at most 10 s. Idempotent. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private static <T> void run(Context context, Supplier<T> work, CompletableFuture<T> result) {
    if (context.isCancelled()) {
      result.completeExceptionally(
          Statuses.of(Status.Code.CANCELLED, "the caller left before the work began"));
      return;
    }
    T value;
    try {
      value = work.get();
    } catch (Throwable e) { // an Error too: the future must complete
      result.completeExceptionally(Answer.cause(e));
      return;
    }
    result.complete(value);
  }

  private Exception refusal() {
    if (threads.isShutdown()) {
      return Statuses.of(Status.Code.UNAVAILABLE, name + ": stopping");
    }
    refusals.increment();
    return Statuses.of(
        Status.Code.RESOURCE_EXHAUSTED,
        "%s: %d requests waiting (expected: fewer; try again later)".formatted(name, queue));
  }
}
