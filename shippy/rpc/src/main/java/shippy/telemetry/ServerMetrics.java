package shippy.telemetry;

import io.grpc.Metadata;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts and traces the calls of a server's own methods, by whatever package they are called; not
 * those of the standard services, nor calls of unknown methods. Safe for any thread.
 */
public final class ServerMetrics extends ServerStreamTracer.Factory {
  private static final ServerStreamTracer IGNORED = new ServerStreamTracer() {};

  private final Monitor monitor;
  private final SortedMap<String, CallMetrics> methods = new TreeMap<>();
  private final Map<String, CallMetrics> known;

  ServerMetrics(Monitor monitor, Collection<ServerServiceDefinition> services) {
    this.monitor = monitor;
    services.stream()
        .flatMap(service -> service.getMethods().stream())
        .map(method -> method.getMethodDescriptor().getFullMethodName())
        .forEach(method -> methods.put(method, new CallMetrics()));
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
    return metrics == null
        ? IGNORED
        : new ServerCallTracer(
            monitor, metrics, new ActiveSpan(monitor, name, monitor.header().read(headers)));
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
}
