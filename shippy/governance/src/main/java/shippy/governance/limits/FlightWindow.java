package shippy.governance.limits;

import java.util.Arrays;

/**
 * What the last 5 s say of how many calls at a time are served well: those of the best tenth of a
 * second, times the time that a call takes in the quickest (Little's law). The tenth that still
 * runs does not count. Guarded by its owner.
 */
final class FlightWindow {
  private static final int BUCKETS = 50;
  private static final long BUCKET_NANOS = 100_000_000;

  /** Without calls to learn from: large, so that few are refused. */
  private static final double UNKNOWN_NANOS = 1e9;

  private final long start;
  private final long[] numbers = new long[BUCKETS];
  private final long[] calls = new long[BUCKETS];
  private final double[] nanos = new double[BUCKETS];

  FlightWindow(long nowNanos) {
    start = nowNanos;
    Arrays.fill(numbers, Long.MIN_VALUE);
  }

  void add(long nowNanos, long tookNanos) {
    long number = number(nowNanos);
    int at = (int) (number % BUCKETS);
    if (numbers[at] != number) {
      numbers[at] = number;
      calls[at] = 0;
      nanos[at] = 0;
    }
    calls[at]++;
    nanos[at] += tookNanos;
  }

  /** At least one. */
  double mostAtATime(long nowNanos) {
    long now = number(nowNanos);
    long most = 1;
    double least = UNKNOWN_NANOS;
    for (int i = 0; i < BUCKETS; i++) {
      if (numbers[i] < now && numbers[i] > now - BUCKETS) {
        most = Math.max(most, calls[i]);
        least = Math.min(least, nanos[i] / calls[i]);
      }
    }
    return Math.max(1, most * least / BUCKET_NANOS);
  }

  private long number(long nowNanos) {
    return (nowNanos - start) / BUCKET_NANOS;
  }
}
