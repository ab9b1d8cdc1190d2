package shippy.governance.limits;

/**
 * How many calls at a time a server answers without delay. It grows while calls take as long as
 * they do without load, and shrinks as they take longer: to {@code limit * unloaded / now +
 * sqrt(limit)}, as Netflix' concurrency-limits has it. In overload nobody sees how long calls take
 * without load; so it halves itself for a moment every ten seconds, or fifty calls, and measures.
 * If half as many calls at a time are answered as fast as all were, they still wait for each other:
 * then it stays at the half and measures again. Guarded by its owner.
 */
final class GradientLimit {
  private static final double FIRST = 20;
  private static final double MOST = 1_000;

  private static final long WINDOW_NANOS = 100_000_000;
  private static final long LONGEST_WINDOW_NANOS = 1_000_000_000;
  private static final int LEAST_CALLS = 20;
  private static final long PROBE_NANOS = 10_000_000_000L;
  private static final int PROBE_CALLS = 50;

  /** Of one call at a time there is no half, and a probe would compare it with itself. */
  private static final int LEAST_PROBED = 2;

  /** How much of a difference a window makes; it is quicker to let calls in than to refuse them. */
  private static final double UP = 0.5;

  private static final double DOWN = 0.2;

  /** A share of the former throughput from which on a probe counts as no slower. */
  private static final double AS_FAST = 0.9;

  private double limit = FIRST;
  private double unloadedNanos;
  private double throughput;
  private double beforeProbe;
  private boolean probing;
  private long nextProbe;

  /** Of the window: when it began, the calls that ended, their time, and the most at a time. */
  private long from;

  private int calls;
  private double nanos;
  private int peak;

  GradientLimit(long nowNanos) {
    from = nowNanos;
    nextProbe = nowNanos;
  }

  int get() {
    return (int) limit;
  }

  double unloadedNanos() {
    return unloadedNanos;
  }

  /** So many run now. */
  void began(int atATime) {
    peak = Math.max(peak, atATime);
  }

  /** A call took so long; while the calls from before a probe end, none counts. */
  void ended(long nowNanos, long tookNanos) {
    if (nowNanos - from < 0) {
      return;
    }
    calls++;
    nanos += tookNanos;
    double window = Math.min(LONGEST_WINDOW_NANOS, Math.max(WINDOW_NANOS, 2 * unloadedNanos));
    if (calls >= LEAST_CALLS && nowNanos - from >= window) {
      double mean = nanos / calls;
      double perNano = calls / (double) (nowNanos - from);
      from = nowNanos;
      if (probing) {
        probed(nowNanos, mean, perNano);
      } else {
        adapt(nowNanos, mean, perNano);
      }
      limit = Math.max(1, Math.min(MOST, limit));
      calls = 0;
      nanos = 0;
      peak = 0;
    }
  }

  private void probed(long now, double mean, double perNano) {
    probing = false;
    boolean asFast = perNano > AS_FAST * throughput;
    unloadedNanos = asFast ? mean : (unloadedNanos + mean) / 2;
    limit = asFast ? limit : beforeProbe;
    nextProbe = now + (asFast ? 0 : Math.max(PROBE_NANOS, (long) (PROBE_CALLS * mean)));
  }

  private void adapt(long now, double mean, double perNano) {
    throughput = perNano;
    unloadedNanos = unloadedNanos == 0 ? mean : unloadedNanos;
    boolean used = peak * 2 >= limit;
    if (!used || mean < unloadedNanos) {
      unloadedNanos += DOWN * (mean - unloadedNanos);
    }
    if (used) {
      double gradient = Math.max(0.5, Math.min(1, unloadedNanos / mean));
      double step = limit * gradient + Math.sqrt(limit) - limit;
      limit += (step > 0 ? UP : DOWN) * step;
    }
    if (now - nextProbe >= 0 && peak >= Math.max(LEAST_PROBED, (int) limit - 1)) {
      probing = true;
      beforeProbe = limit;
      limit /= 2;
      from = now + (long) (2 * mean);
    }
  }
}
