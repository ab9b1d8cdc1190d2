package shippy.governance.breaker;

import java.time.Duration;

/**
 * How calls ended in the last 10 s, in 40 buckets. Not safe for threads: its owner guards it, and
 * moves it to the present before each reading.
 */
final class RollingWindow {
  /** The calls that ended alike. */
  static final class Ends {
    private final int[] buckets = new int[BUCKETS];
    private int sum;

    int sum() {
      return sum;
    }

    private void forget(int bucket) {
      sum -= buckets[bucket];
      buckets[bucket] = 0;
    }
  }

  static final int BUCKETS = 40;
  private static final long BUCKET_NANOS = Duration.ofMillis(250).toNanos();

  final Ends successes = new Ends();
  final Ends failures = new Ends();

  /** Those that were not made. */
  final Ends drops = new Ends();

  private final long start;
  private long latest;

  RollingWindow(long nowNanos) {
    this.start = nowNanos;
  }

  /** Forgets what has become too old. */
  void advance(long nowNanos) {
    long present = (nowNanos - start) / BUCKET_NANOS;
    for (long next = Math.max(latest + 1, present - BUCKETS + 1); next <= present; next++) {
      int bucket = (int) (next % BUCKETS);
      successes.forget(bucket);
      failures.forget(bucket);
      drops.forget(bucket);
    }
    latest = Math.max(latest, present);
  }

  void add(Ends ends) {
    ends.buckets[bucket(0)]++;
    ends.sum++;
  }

  /** From now on it is as if only the successes had been there. */
  void forgetOutage() {
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      failures.forget(bucket);
      drops.forget(bucket);
    }
  }

  int total() {
    return successes.sum + failures.sum + drops.sum;
  }

  /** How many of the latest buckets have the one, back to the first that has the other. */
  int run(Ends wanted, Ends ending) {
    int length = 0;
    for (int age = 0; age < BUCKETS && ending.buckets[bucket(age)] == 0; age++) {
      length += wanted.buckets[bucket(age)] > 0 ? 1 : 0;
    }
    return length;
  }

  private int bucket(int age) {
    return (int) Math.floorMod(latest - age, (long) BUCKETS);
  }
}
