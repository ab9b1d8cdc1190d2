/**
 * DNS messages as multicast DNS uses them (RFC 1035, RFC 6762): names, records, and the codec.
 * Knows no sockets and no services; start reading at {@link shippy.registry.mdns.dns.DnsMessage}.
 */
@NullMarked
package shippy.registry.mdns.dns;

import org.jspecify.annotations.NullMarked;
