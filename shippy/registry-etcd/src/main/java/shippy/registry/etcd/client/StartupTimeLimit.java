package shippy.registry.etcd.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;

/**
 * Tells a silent etcd from a program that is not yet ready to ask: on a busy machine a JVM needs
 * many seconds to load what speaks to etcd. Time limits count from the first request that left;
 * before it they hold only if etcd does not answer a plain probe either. Safe for any thread.
 */
final class StartupTimeLimit {
  /** Longer than any start that was seen, at load 38 on two cores. */
  static final Duration LIMIT = Duration.ofSeconds(60);

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Clock clock;
  private final Executor threads;
  private final BooleanSupplier probe;
  private volatile @Nullable Long ready;

  /** The probe may block for {@link Http2Probe#LIMIT}, on one of the threads. */
  StartupTimeLimit(Clock clock, Executor threads, BooleanSupplier probe) {
    this.clock = clock;
    this.threads = threads;
    this.probe = probe;
  }

  /** A request has left. */
  void end() {
    if (ready == null) {
      ready = clock.nanoTime();
    }
  }

  boolean isOver() {
    return ready != null;
  }

  /** What is left of a limit that began at the start, or when this program was ready. */
  Duration left(Duration limit, long start) {
    Long since = ready;
    long begin = since != null && since - start > 0 ? since : start;
    return limit.minusNanos(clock.nanoTime() - begin);
  }

  /**
   * Ends the wait for an answer that was begun before this program was ready.
   *
   * @param limit for the operation, as long as nothing has left
   * @param share of it for this call, from when something has
   */
  void bound(CompletableFuture<?> answer, Duration limit, Duration share, long start) {
    if (answer.isDone()) {
      return;
    }
    boolean over = isOver();
    // The probe takes its time from the limit of one who is silent.
    boolean probes = limit.compareTo(Http2Probe.LIMIT) > 0;
    Duration silence = probes ? limit.minus(Http2Probe.LIMIT) : limit;
    Duration left = left(over ? share : silence, start);
    if (left.compareTo(Duration.ZERO) > 0) {
      again(answer, limit, share, start, left);
    } else if (!over && probes && !left(LIMIT, start).isNegative() && isAlive()) {
      again(answer, limit, share, start, PAUSE);
    } else {
      answer.completeExceptionally(new TimeoutException());
    }
  }

  private boolean isAlive() {
    return probe.getAsBoolean() || isOver();
  }

  private void again(
      CompletableFuture<?> answer, Duration limit, Duration share, long start, Duration delay) {
    Clock.Timer timer =
        clock.schedule(delay, () -> execute(() -> bound(answer, limit, share, start), answer));
    CompletableFuture<?> unused = answer.whenComplete((result, error) -> timer.cancel());
  }

  private void execute(Runnable task, CompletableFuture<?> answer) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(e); // closed meanwhile
    }
  }
}
