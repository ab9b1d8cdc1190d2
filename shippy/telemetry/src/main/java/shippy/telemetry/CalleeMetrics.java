package shippy.telemetry;

import java.net.SocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts attempts by callee. Of more than 1 024 callees it forgets those that were not called for
 * the longest time, since restarted instances have new addresses. Safe for any thread; takes a lock
 * only for a new callee.
 */
final class CalleeMetrics {
  /** More than the instances of a service. */
  static final int MAX = 1_024;

  private final Map<Key, CallMetrics> metrics = new ConcurrentHashMap<>();

  record Key(String service, Optional<SocketAddress> peer) {
    Key {
      service = Span.fit(service);
    }
  }

  CallMetrics of(String service, Optional<SocketAddress> peer) {
    Key key = new Key(service, peer);
    CallMetrics known = metrics.get(key);
    return known != null ? known : add(key);
  }

  List<Callee> counted(long nowNanos) {
    return metrics.entrySet().stream()
        .map(entry -> Callee.of(entry.getKey(), entry.getValue().counted(nowNanos)))
        .sorted(Comparator.comparing(Callee::service).thenComparing(Callee::address))
        .toList();
  }

  private synchronized CallMetrics add(Key key) {
    if (metrics.size() >= MAX && !metrics.containsKey(key)) {
      metrics.entrySet().stream()
          .min(Comparator.comparingLong(entry -> entry.getValue().lastPeriod()))
          .ifPresent(oldest -> metrics.remove(oldest.getKey()));
    }
    return metrics.computeIfAbsent(key, k -> new CallMetrics(CallMeter.Recorder.NONE));
  }
}
