package shippy.bench.load;

import java.util.Locale;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * What a driver has seen.
 *
 * @param calls those that succeeded
 * @param failures those that did not
 * @param firstFailure how the first of them ended
 * @param seconds of the span
 * @param latency of all calls, in nanoseconds
 */
public record LoadResult(
    long calls, long failures, Optional<String> firstFailure, double seconds, Histogram latency) {

  /** Successful calls. */
  public double perSecond() {
    return calls / seconds;
  }

  /** The latency that the given percentage of calls keeps. */
  public double millis(double percentile) {
    return latency.getValueAtPercentile(percentile) / 1e6;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.0f/s, p50 %.2f ms, p99 %.2f ms, max %.1f ms; %d calls in %.1f s, %d failures%s",
        perSecond(),
        millis(50),
        millis(99),
        millis(100),
        calls,
        seconds,
        failures,
        firstFailure.map(text -> ", the first: " + text).orElse(""));
  }
}
