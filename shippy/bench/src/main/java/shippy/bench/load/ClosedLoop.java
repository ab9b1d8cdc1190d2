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
    Run run = new Run(Long.MAX_VALUE);
    run.start();
    CompletableFuture<Void> over = new CompletableFuture<>();
    clock.schedule(warmUp, run::count);
    clock.schedule(warmUp.plus(span), () -> over.complete(null));
    over.get();
    return run.stop();
  }

  /** Makes and counts so many calls, however long that takes. */
  public LoadResult calls(long number) throws Exception {
    Run run = new Run(number);
    run.count();
    run.start();
    run.ended.get();
    return run.stop();
  }

  private final class Run {
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final AtomicLong left;
    private final AtomicInteger running = new AtomicInteger(callers);
    private volatile @Nullable Tally tally;
    private volatile long begin;

    Run(long limit) {
      left = new AtomicLong(limit);
    }

    void start() {
      for (int i = 0; i < callers; i++) {
        new Caller(this).next();
      }
    }

    void count() {
      begin = clock.nanoTime();
      tally = new Tally();
    }

    void add(long nanos, Status status) {
      Tally counting = tally;
      if (counting != null) {
        counting.add(nanos, status);
      }
    }

    LoadResult stop() throws Exception {
      Tally counted = tally == null ? new Tally() : tally;
      LoadResult result = counted.after((clock.nanoTime() - begin) / 1e9);
      left.set(0);
      ended.get(LAST_ANSWERS.toSeconds(), TimeUnit.SECONDS);
      return result;
    }

    void leave() {
      if (running.decrementAndGet() == 0) {
        ended.complete(null);
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
