package shippy.bench.http;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import shippy.bench.load.LoadResult;
import shippy.clock.Clock;

/**
 * Callers on threads of their own that wait for each answer, as programs with blocking stubs do: a
 * call costs each of them the same wakings, whatever its protocol.
 */
final class WaitingCallers {
  private final Clock clock;

  WaitingCallers(Clock clock) {
    this.clock = clock;
  }

  /** One caller's connection. */
  interface Caller extends AutoCloseable {
    /** Returns with the answer. */
    void call() throws IOException;

    @Override
    void close() throws IOException;
  }

  /** Calls for as long as told; counts the calls that begin after the warm-up. */
  LoadResult during(Callable<? extends Caller> maker, int callers, Duration warmUp, Duration span)
      throws Exception {
    Histogram latency = new ConcurrentHistogram(3);
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      long begin = clock.nanoTime() + warmUp.toNanos();
      List<Future<Long>> counts = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        Caller caller = maker.call();
        counts.add(threads.submit(() -> run(caller, begin, begin + span.toNanos(), latency)));
      }
      long calls = 0;
      for (Future<Long> count : counts) {
        calls += count.get();
      }
      double seconds = (clock.nanoTime() - begin) / 1e9;
      return new LoadResult(calls, 0, Optional.empty(), seconds, latency);
    } finally {
      threads.shutdownNow();
    }
  }

  private long run(Caller caller, long begin, long end, Histogram latency) throws IOException {
    long calls = 0;
    try (caller) {
      for (long now = clock.nanoTime(); now < end; ) {
        caller.call();
        long after = clock.nanoTime();
        if (now >= begin) {
          latency.recordValue(after - now);
          calls++;
        }
        now = after;
      }
    }
    return calls;
  }
}
