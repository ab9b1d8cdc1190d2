package shippy.telemetry.export.metrics;

import static java.util.Objects.requireNonNull;

import io.grpc.Status;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The durations of a method's calls, by how they ended. Looks a histogram up once for each code;
 * safe for any thread.
 */
final class Durations {
  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Histogram all;
  private final String method;
  private final AtomicReferenceArray<@Nullable DistributionDataPoint> byCode =
      new AtomicReferenceArray<>(Status.Code.values().length);

  Durations(Histogram all, String method) {
    this.all = requireNonNull(all, "all");
    this.method = requireNonNull(method, "method");
  }

  void record(Status.Code code, long nanos) {
    DistributionDataPoint known = byCode.get(code.value());
    (known == null ? find(code) : known).observe(nanos / SECOND);
  }

  /** Two threads that look at once find the same. */
  private DistributionDataPoint find(Status.Code code) {
    DistributionDataPoint found = all.labelValues(method, code.name());
    byCode.set(code.value(), found);
    return found;
  }
}
