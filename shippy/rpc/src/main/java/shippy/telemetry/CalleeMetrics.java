package shippy.telemetry;

import java.net.SocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts attempts by whom they went to. Of more than 1 024 callees those not called for longest are
 * forgotten: instances that come back do so at new addresses. Safe for any thread; takes a lock
 * only for a new callee.
 */
final class CalleeMetrics {
  /** More than a service may have instances. */
  static final int MAX = 1_024;

  private final Map<Key, CallMetrics> figures = new ConcurrentHashMap<>();

  record Key(String service, Optional<SocketAddress> peer) {
    Key {
      service = Span.fit(service);
    }
  }

  CallMetrics of(String service, Optional<SocketAddress> peer) {
    Key key = new Key(service, peer);
    CallMetrics known = figures.get(key);
    return known != null ? known : add(key);
  }

  List<Callee> counted(long nowNanos) {
    return figures.entrySet().stream()
        .map(entry -> Callee.of(entry.getKey(), entry.getValue().counted(nowNanos)))
        .sorted(Comparator.comparing(Callee::service).thenComparing(Callee::address))
        .toList();
  }

  private synchronized CallMetrics add(Key key) {
    if (figures.size() >= MAX && !figures.containsKey(key)) {
      figures.entrySet().stream()
          .min(Comparator.comparingLong(entry -> entry.getValue().lastPeriod()))
          .ifPresent(oldest -> figures.remove(oldest.getKey()));
    }
    return figures.computeIfAbsent(key, k -> new CallMetrics());
  }
}
