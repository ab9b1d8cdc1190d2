package shippy.bench.load;

import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import shippy.clock.Clock;

/**
 * Calls at a constant rate, whether or not earlier ones have ended: what users see of a service.
 * The latency of each counts from when it was due, so that a stall is told of all calls it delays.
 */
public final class OpenLoop {
  private final AsyncCall call;
  private final long ratePerSecond;
  private final Clock clock;

  public OpenLoop(AsyncCall call, long ratePerSecond, Clock clock) {
    this.call = call;
    this.ratePerSecond = ratePerSecond;
    this.clock = clock;
  }

  /** Starts to call; the result comes when the last call has ended. */
  public CompletableFuture<LoadResult> during(Duration span) {
    Run run = new Run(span);
    run.tick();
    return run.result;
  }

  private final class Run {
    private final CompletableFuture<LoadResult> result = new CompletableFuture<>();
    private final Tally tally = new Tally();
    private final Duration span;
    private final long calls;
    private final AtomicLong left;
    private final long begin = clock.nanoTime();
    private long started;

    Run(Duration span) {
      this.span = span;
      calls = span.toMillis() * ratePerSecond / 1000;
      left = new AtomicLong(calls);
    }

    /** Starts all that is due. */
    void tick() {
      while (started < calls && due(started) <= clock.nanoTime()) {
        long due = due(started++);
        call.start(status -> ended(due, status));
      }
      if (started < calls) {
        clock.schedule(Duration.ofNanos(due(started) - clock.nanoTime()), this::tick);
      }
    }

    private long due(long number) {
      return begin + number * 1_000_000_000 / ratePerSecond;
    }

    private void ended(long due, Status status) {
      tally.add(clock.nanoTime() - due, status);
      if (left.decrementAndGet() == 0) {
        result.complete(tally.after(span.toNanos() / 1e9));
      }
    }
  }
}
