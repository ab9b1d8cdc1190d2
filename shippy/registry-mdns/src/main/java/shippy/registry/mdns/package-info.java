/**
 * The mDNS registry: a responder and a browser on one network interface, for DNS-SD and for
 * go-micro's dialect. Other modules reach it through {@link shippy.registry.Registry#open} alone;
 * start reading at {@link shippy.registry.mdns.MdnsRegistry}.
 */
@NullMarked
package shippy.registry.mdns;

import org.jspecify.annotations.NullMarked;
