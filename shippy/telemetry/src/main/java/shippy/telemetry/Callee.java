package shippy.telemetry;

import static java.util.Objects.requireNonNull;

/**
 * An instance that was called.
 *
 * @param service the name by which it was called
 * @param address its {@code host:port}; empty for attempts that found no instance
 * @param counted the counts of the attempts
 */
public record Callee(String service, String address, MetricsSnapshot counted) {
  public Callee {
    requireNonNull(service, "service");
    requireNonNull(address, "address");
    requireNonNull(counted, "counted");
  }

  static Callee of(CalleeMetrics.Key key, MetricsSnapshot counted) {
    return new Callee(key.service(), key.peer().map(PeerAddress::text).orElse(""), counted);
  }
}
