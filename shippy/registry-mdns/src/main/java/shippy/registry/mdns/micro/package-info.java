/**
 * go-micro's dialect of multicast DNS, domain {@code micro}: the records of a node, and nodes from
 * the packets of others. Knows no sockets; start reading at {@link
 * shippy.registry.mdns.micro.MicroRecords}.
 */
@NullMarked
package shippy.registry.mdns.micro;

import org.jspecify.annotations.NullMarked;
