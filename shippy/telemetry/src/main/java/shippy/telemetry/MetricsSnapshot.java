package shippy.telemetry;

import java.util.Collection;

/**
 * The counts of some calls.
 *
 * @param requests calls that have ended
 * @param errors calls that did not end with OK
 * @param p50Micros the median latency of the last minute; 0 if there were no calls
 * @param p99Micros the 99th percentile of the same
 */
public record MetricsSnapshot(long requests, long errors, long p50Micros, long p99Micros) {
  static MetricsSnapshot of(Collection<CallMetrics> metrics, long nowNanos) {
    long requests = 0;
    long errors = 0;
    long[] latencies = new long[Histogram.BUCKETS];
    for (CallMetrics each : metrics) {
      errors += each.errors(); // errors first, so that they never exceed requests
      requests += each.requests();
      each.addLatenciesTo(latencies, nowNanos);
    }
    return new MetricsSnapshot(
        requests, errors, Histogram.quantile(latencies, 0.50), Histogram.quantile(latencies, 0.99));
  }
}
