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
 * Distinguishes a silent etcd from a program that is not yet ready: on a busy machine a JVM needs
 * many seconds to load the client. Time limits count from the first sent request; before that they
 * apply only if etcd does not answer a probe either. Safe for any thread.
 */
final class StartupTimeLimit {
  /** Longer than any measured start, at load 38 on two cores. */
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

  /** A request was sent. */
  void end() {
    if (ready == null) {
      ready = clock.nanoTime();
    }
  }

  boolean isOver() {
    return ready != null;
  }

  /** The rest of a limit that began at the start, or when this program was ready. */
  Duration left(Duration limit, long start) {
    Long since = ready;
    long begin = since != null && since - start > 0 ? since : start;
    return limit.minusNanos(clock.nanoTime() - begin);
  }

  /**
   * Limits the wait for an answer that began before this program was ready.
   *
   * @param limit of the operation, while no request was sent
   * @param share of the limit for this call, after a request was sent
   */
  void bound(CompletableFuture<?> answer, Duration limit, Duration share, long start) {
    if (answer.isDone()) {
      return;
    }
    boolean over = isOver();
    // If etcd is silent, the probe takes part of the limit.
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
