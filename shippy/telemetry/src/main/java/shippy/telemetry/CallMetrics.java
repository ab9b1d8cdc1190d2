package shippy.telemetry;

import io.grpc.Status;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts calls of one kind. Counting takes no lock and loses nothing; safe for any thread. */
final class CallMetrics {
  private final CallMeter.Recorder recorder;
  private final LongAdder requests = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final LatencyWindow latencies = new LatencyWindow();

  CallMetrics(CallMeter.Recorder recorder) {
    this.recorder = recorder;
  }

  void started() {
    recorder.started(1);
  }

  void count(Status.Code status, long nanos, long nowNanos) {
    recorder.ended(status, nanos);
    requests.increment();
    if (status != Status.Code.OK) {
      errors.increment();
    }
    latencies.record(nanos, nowNanos);
  }

  long requests() {
    return requests.sum();
  }

  long errors() {
    return errors.sum();
  }

  void addLatenciesTo(long[] sums, long nowNanos) {
    latencies.addTo(sums, nowNanos);
  }

  long lastPeriod() {
    return latencies.lastPeriod();
  }

  MetricsSnapshot counted(long nowNanos) {
    return MetricsSnapshot.of(List.of(this), nowNanos);
  }
}
