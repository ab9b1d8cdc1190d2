package shippy.bench.load;

import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import shippy.clock.Clock;

/**
 * Callers that each start a call when their last one has ended: how much a service can do. Its
 * latencies hide the calls that a stalled service kept from being started; {@link OpenLoop} tells
 * them.
 */
public final class ClosedLoop {
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(30);

  private final AsyncCall call;
  private final int callers;
  private final Clock clock;

  public ClosedLoop(AsyncCall call, int callers, Clock clock) {
    this.call = call;
    this.callers = callers;
    this.clock = clock;
  }

  /** Calls for as long as told; counts the calls that end after the warm-up. */
  public LoadResult during(Duration warmUp, Duration span) throws Exception {
    Duration limit = warmUp.plus(span).plus(LAST_ANSWERS);
    return start(warmUp, span).get(limit.toSeconds(), TimeUnit.SECONDS);
  }

  /** The same; the result comes when the last call has ended. */
  CompletableFuture<LoadResult> start(Duration warmUp, Duration span) {
    Run run = new Run(Long.MAX_VALUE);
    clock.schedule(warmUp, run::count);
    clock.schedule(warmUp.plus(span), run::stop);
    return run.start();
  }

  /** Makes and counts so many calls, or as many as it can within the limit. */
  public LoadResult calls(long number, Duration limit) throws Exception {
    Run run = new Run(number);
    run.count();
    Clock.Timer timer = clock.schedule(limit, run::stop);
    try {
      return run.start().get(limit.plus(LAST_ANSWERS).toSeconds(), TimeUnit.SECONDS);
    } finally {
      timer.cancel();
    }
  }

  private final class Run {
    private final CompletableFuture<LoadResult> ended = new CompletableFuture<>();
    private final AtomicLong left;
    private final AtomicInteger running = new AtomicInteger(callers);
    private final Tally tally = new Tally();
    private volatile boolean counting;
    private volatile long begin;
    private @Nullable LoadResult result;

    Run(long limit) {
      left = new AtomicLong(limit);
    }

    CompletableFuture<LoadResult> start() {
      for (int i = 0; i < callers; i++) {
        new Caller(this).next();
      }
      return ended;
    }

    void count() {
      begin = clock.nanoTime();
      counting = true;
    }

    void add(long nanos, Status status) {
      if (counting) {
        tally.add(nanos, status);
      }
    }

    /** Ends the span, if it has not ended; calls that are open may end. */
    synchronized LoadResult stop() {
      LoadResult counted = result;
      if (counted == null) {
        counting = false;
        left.set(0);
        counted = tally.after((clock.nanoTime() - begin) / 1e9);
        result = counted;
      }
      return counted;
    }

    void leave() {
      if (running.decrementAndGet() == 0) {
        ended.complete(stop());
      }
    }
  }

  private final class Caller {
    private final Run run;
    private final AtomicInteger due = new AtomicInteger();

    Caller(Run run) {
      this.run = run;
    }

    /** Starts the next call; in a loop, because a call may end before {@code start} returns. */
    void next() {
      if (due.getAndIncrement() > 0) {
        return;
      }
      do {
        if (run.left.getAndDecrement() <= 0) {
          run.leave();
          return;
        }
        long begin = clock.nanoTime();
        call.start(
            status -> {
              run.add(clock.nanoTime() - begin, status);
              next();
            });
      } while (due.decrementAndGet() > 0);
    }
  }
}
