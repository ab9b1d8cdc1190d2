package shippy.bench.load;

import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.jspecify.annotations.Nullable;

/** Counts how calls end. Safe for any thread. */
final class Tally {
  private static final int DIGITS = 3;

  private final ConcurrentHistogram latency = new ConcurrentHistogram(DIGITS);
  private final LongAdder calls = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final AtomicReference<@Nullable Status> firstFailure = new AtomicReference<>();

  void add(long nanos, Status status) {
    latency.recordValue(Math.max(0, nanos));
    if (status.isOk()) {
      calls.increment();
    } else {
      failures.increment();
      firstFailure.compareAndSet(null, status);
    }
  }

  LoadResult after(double seconds) {
    return new LoadResult(
        calls.sum(),
        failures.sum(),
        Optional.ofNullable(firstFailure.get()).map(Status::toString),
        seconds,
        latency.copy());
  }
}
