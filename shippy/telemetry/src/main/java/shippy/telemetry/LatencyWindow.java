package shippy.telemetry;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * The latencies of the last 30 to 60 seconds, unless told otherwise, so that old ones do not hide
 * new ones. Recording takes a lock twice a minute, for the moment of a swap; safe for any thread.
 */
public final class LatencyWindow {
  static final Duration PERIOD = Duration.ofSeconds(30);
  private static final Histogram NONE = new Histogram();

  private final long periodNanos;
  private volatile Window window = new Window(Long.MIN_VALUE, NONE, NONE);

  private record Window(long period, Histogram now, Histogram before) {}

  LatencyWindow() {
    this(PERIOD);
  }

  /** Of the last one or two of these periods. */
  public LatencyWindow(Duration period) {
    this.periodNanos = period.toNanos();
  }

  /** One of them, at that time of a monotonic clock. */
  public void record(long nanos, long nowNanos) {
    at(nowNanos).now.record(nanos / 1_000);
  }

  /** The least that is not below this part of all; zero if they are fewer than that. */
  public Duration quantile(double part, int enough, long nowNanos) {
    long[] sums = new long[Histogram.BUCKETS];
    addTo(sums, nowNanos);
    return Arrays.stream(sums).sum() < enough
        ? Duration.ZERO
        : Duration.of(Histogram.quantile(sums, part), ChronoUnit.MICROS);
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
    long period = Math.floorDiv(nowNanos, periodNanos);
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
