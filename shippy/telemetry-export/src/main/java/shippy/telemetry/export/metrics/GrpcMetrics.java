package shippy.telemetry.export.metrics;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import shippy.telemetry.CallMeter;

/**
 * Calls answered and attempts made, under gRPC's own names for them (proposal A66). The methods are
 * those of the program: a server's own, and of clients those with generated code, as gRPC has it.
 * Safe for any thread.
 */
final class GrpcMetrics implements CallMeter {
  /** From a call on the same machine to the default deadline; in seconds. */
  private static final double[] BOUNDS = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 1, 5
  };

  private static final String METHOD = "grpc_method";
  private static final String STATUS = "grpc_status";

  private final Counter serverStarted;
  private final Gauge serverInFlight;
  private final Histogram serverDurations;
  private final Counter clientStarted;
  private final Counter clientRetries;
  private final Histogram clientDurations;
  private final Map<String, Recorder> clientMethods = new ConcurrentHashMap<>();

  GrpcMetrics(PrometheusRegistry to) {
    serverStarted = counter("grpc_server_call_started_total", "Calls that have begun.", to);
    serverInFlight =
        Gauge.builder()
            .name("shippy_server_calls_in_flight")
            .help("Calls that have begun and not ended.")
            .labelNames(METHOD)
            .register(to);
    serverDurations =
        histogram("grpc_server_call_duration_seconds", "Time from a call's begin to its end.", to);
    clientStarted = counter("grpc_client_attempt_started_total", "Attempts of calls begun.", to);
    clientRetries =
        counter("shippy_client_retries_total", "Attempts after the first of the same call.", to);
    clientDurations =
        histogram("grpc_client_attempt_duration_seconds", "Time that an attempt took.", to);
  }

  private static Counter counter(String name, String help, PrometheusRegistry to) {
    return Counter.builder()
        .name(name)
        .help(help)
        .labelNames(METHOD)
        .withoutExemplars()
        .register(to);
  }

  private static Histogram histogram(String name, String help, PrometheusRegistry to) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .labelNames(METHOD, STATUS)
        .classicUpperBounds(BOUNDS)
        .withoutExemplars()
        .register(to);
  }

  @Override
  public Recorder server(String method) {
    return new Answered(
        serverStarted.labelValues(method),
        serverInFlight.labelValues(method),
        new Durations(serverDurations, method));
  }

  @Override
  public Recorder client(MethodDescriptor<?, ?> method) {
    String name = method.isSampledToLocalTracing() ? method.getFullMethodName() : OTHER;
    Recorder known = clientMethods.get(name);
    return known != null ? known : clientMethods.computeIfAbsent(name, this::attempted);
  }

  private Recorder attempted(String method) {
    return new Attempted(
        clientStarted.labelValues(method),
        clientRetries.labelValues(method),
        new Durations(clientDurations, method));
  }

  private record Answered(CounterDataPoint started, GaugeDataPoint inFlight, Durations durations)
      implements Recorder {
    @Override
    public void started(int attempt) {
      started.inc();
      inFlight.inc();
    }

    @Override
    public void ended(Status.Code code, long nanos) {
      inFlight.dec();
      durations.record(code, nanos);
    }
  }

  private record Attempted(CounterDataPoint started, CounterDataPoint retries, Durations durations)
      implements Recorder {
    @Override
    public void started(int attempt) {
      started.inc();
      if (attempt > 1) {
        retries.inc();
      }
    }

    @Override
    public void ended(Status.Code code, long nanos) {
      durations.record(code, nanos);
    }
  }
}
