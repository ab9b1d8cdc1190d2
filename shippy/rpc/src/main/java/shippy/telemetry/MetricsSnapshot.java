package shippy.telemetry;

import java.util.Collection;

/**
 * What was counted of some calls.
 *
 * @param requests those that have ended
 * @param errors those of them that did not end with OK
 * @param p50Micros half of those of the last minute took at most as long; 0 if there were none
 * @param p99Micros the same for 99 in 100
 */
public record MetricsSnapshot(long requests, long errors, long p50Micros, long p99Micros) {
  static MetricsSnapshot of(Collection<CallMetrics> figures, long nowNanos) {
    long requests = 0;
    long errors = 0;
    long[] latencies = new long[Histogram.BUCKETS];
    for (CallMetrics each : figures) {
      errors += each.errors(); // first: never more errors than requests
      requests += each.requests();
      each.addLatenciesTo(latencies, nowNanos);
    }
    return new MetricsSnapshot(
        requests, errors, Histogram.quantile(latencies, 0.50), Histogram.quantile(latencies, 0.99));
  }
}
