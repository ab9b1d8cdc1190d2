package shippy.registry.mdns.dns;

import static java.util.Objects.requireNonNull;

/**
 * A record of class IN.
 *
 * @param flush the cache-flush bit: it replaces what was known under its name and type
 * @param ttlSeconds how long it is valid; 0 says goodbye
 */
public record DnsRecord(DnsName name, boolean flush, int ttlSeconds, RecordData data) {
  public DnsRecord {
    requireNonNull(name, "name");
    requireNonNull(data, "data");
  }

  /** The same record as an answer to a resolver that knows no multicast DNS (RFC 6762 §6.7). */
  public DnsRecord legacy(int maxTtlSeconds) {
    return new DnsRecord(name, false, Math.min(ttlSeconds, maxTtlSeconds), data);
  }

  /** Its goodbye. */
  public DnsRecord goodbye() {
    return new DnsRecord(name, flush, 0, data);
  }
}
