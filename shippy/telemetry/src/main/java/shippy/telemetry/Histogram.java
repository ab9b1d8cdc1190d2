package shippy.telemetry;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Counts durations in microseconds, in 16 buckets for each power of two: a quantile is off by 1/32
 * at most. Durations from 2^32 on, over an hour, count as that. Recording takes no lock; safe for
 * any thread.
 */
final class Histogram {
  private static final int STEP_BITS = 4;
  private static final int STEPS = 1 << STEP_BITS;
  private static final int LARGEST_BITS = 32;
  static final int BUCKETS = (LARGEST_BITS - STEP_BITS + 1) * STEPS;

  private final AtomicIntegerArray counts = new AtomicIntegerArray(BUCKETS);

  void record(long micros) {
    counts.incrementAndGet(bucket(micros));
  }

  void addTo(long[] sums) {
    for (int i = 0; i < BUCKETS; i++) {
      sums[i] += counts.get(i);
    }
  }

  /** The least duration that is not below this part of all; 0 if there are none. */
  static long quantile(long[] sums, double part) {
    long total = 0;
    for (long count : sums) {
      total += count;
    }
    long rank = Math.max(1, (long) Math.ceil(part * total));
    long seen = 0;
    for (int i = 0; i < sums.length; i++) {
      seen += sums[i];
      if (seen >= rank) {
        return middle(i);
      }
    }
    return 0;
  }

  /** Exact up to 31; then the power of two and the four bits after the first. */
  static int bucket(long micros) {
    long value = Math.max(0, Math.min(micros, (1L << LARGEST_BITS) - 1));
    if (value < STEPS) {
      return (int) value;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - STEP_BITS;
    return (shift + 1) * STEPS + (int) (value >>> shift) - STEPS;
  }

  static long middle(int bucket) {
    if (bucket < STEPS) {
      return bucket;
    }
    int shift = bucket / STEPS - 1;
    return ((long) (STEPS + bucket % STEPS) << shift) + (1L << shift) / 2;
  }
}
