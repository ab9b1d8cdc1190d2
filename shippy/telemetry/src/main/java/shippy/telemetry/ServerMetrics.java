package shippy.telemetry;

import io.grpc.Metadata;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts and traces the calls of a server's own methods, by whatever package they are called; not
 * those of the standard services. Calls of unknown methods are counted for exporters only. Safe for
 * any thread.
 */
public final class ServerMetrics extends ServerStreamTracer.Factory {
  private static final ServerStreamTracer IGNORED = new ServerStreamTracer() {};

  private final Monitor monitor;
  private final CallMetrics others;
  private final SortedMap<String, CallMetrics> methods = new TreeMap<>();
  private final Map<String, CallMetrics> known;

  ServerMetrics(Monitor monitor, Collection<ServerServiceDefinition> services) {
    this.monitor = monitor;
    this.others = new CallMetrics(monitor.meter().server(CallMeter.OTHER));
    services.stream()
        .flatMap(service -> service.getMethods().stream())
        .map(method -> method.getMethodDescriptor().getFullMethodName())
        .forEach(method -> methods.put(method, new CallMetrics(monitor.meter().server(method))));
    known = Map.copyOf(methods);
  }

  /** A path of another package counts as the method that it stands for. */
  private String fullName(String path) {
    String end = path.substring(path.lastIndexOf('.', path.indexOf('/')) + 1);
    return methods.keySet().stream()
        .filter(name -> ("." + name).endsWith("." + end))
        .findFirst()
        .orElse(path);
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    String name = known.containsKey(method) ? method : fullName(method);
    CallMetrics metrics = known.get(name);
    if (metrics == null) {
      return Monitor.isDiagnostic(name.substring(0, Math.max(0, name.indexOf('/'))))
          ? IGNORED
          : new UnknownCallTracer(monitor, others);
    }
    return new ServerCallTracer(
        monitor,
        metrics,
        new ActiveSpan(monitor, Span.Kind.RPC_SERVER, name, monitor.header().read(headers)));
  }

  /** Of all methods together. */
  public MetricsSnapshot total() {
    return MetricsSnapshot.of(methods.values(), monitor.nanoTime());
  }

  /** By the full name of the method. */
  public SortedMap<String, MetricsSnapshot> byMethod() {
    SortedMap<String, MetricsSnapshot> counted = new TreeMap<>();
    methods.forEach((name, metrics) -> counted.put(name, metrics.counted(monitor.nanoTime())));
    return counted;
  }

  /** Counts one call of a method that the server does not have. */
  private static final class UnknownCallTracer extends ServerStreamTracer {
    private final Monitor monitor;
    private final CallMetrics metrics;
    private final long started;

    UnknownCallTracer(Monitor monitor, CallMetrics metrics) {
      this.monitor = monitor;
      this.metrics = metrics;
      this.started = monitor.nanoTime();
      metrics.started();
    }

    @Override
    public void streamClosed(Status status) {
      long now = monitor.nanoTime();
      metrics.count(status.getCode(), now - started, now);
    }
  }
}
