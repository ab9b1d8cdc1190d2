package shippy.telemetry;

import java.time.Duration;

/**
 * The latencies of the last 30 to 60 seconds, so that old ones do not hide new ones. Recording
 * takes a lock twice a minute, for the moment of a swap; safe for any thread.
 */
final class LatencyWindow {
  static final Duration PERIOD = Duration.ofSeconds(30);
  private static final Histogram NONE = new Histogram();

  private volatile Window window = new Window(Long.MIN_VALUE, NONE, NONE);

  private record Window(long period, Histogram now, Histogram before) {}

  void record(long nanos, long nowNanos) {
    at(nowNanos).now.record(nanos / 1_000);
  }

  void addTo(long[] sums, long nowNanos) {
    Window seen = at(nowNanos);
    seen.now.addTo(sums);
    seen.before.addTo(sums);
  }

  /** The period of the last use. */
  long lastPeriod() {
    return window.period;
  }

  private Window at(long nowNanos) {
    long period = Math.floorDiv(nowNanos, PERIOD.toNanos());
    return window.period >= period ? window : begin(period);
  }

  private synchronized Window begin(long period) {
    if (window.period < period) {
      Histogram before = window.period == period - 1 ? window.now : NONE;
      window = new Window(period, new Histogram(), before);
    }
    return window;
  }
}
