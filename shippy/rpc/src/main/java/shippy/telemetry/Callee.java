package shippy.telemetry;

import static java.util.Objects.requireNonNull;

/**
 * An instance that was called.
 *
 * @param service the name it was called by
 * @param address its {@code host:port}; empty for attempts that found no instance
 * @param counted what was counted of the attempts
 */
public record Callee(String service, String address, Counted counted) {
  public Callee {
    requireNonNull(service, "service");
    requireNonNull(address, "address");
    requireNonNull(counted, "counted");
  }

  static Callee of(Callees.Key key, Counted counted) {
    return new Callee(key.service(), key.peer().map(Peers::text).orElse(""), counted);
  }
}
