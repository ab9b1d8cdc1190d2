/**
 * The DNS-SD dialect (RFC 6763), {@code _shippy._tcp.local.}: the records of a node, and what is
 * known of the instances on the network. Knows no sockets; start reading at {@link
 * shippy.registry.mdns.sd.NodeCodec}.
 */
@NullMarked
package shippy.registry.mdns.sd;

import org.jspecify.annotations.NullMarked;
