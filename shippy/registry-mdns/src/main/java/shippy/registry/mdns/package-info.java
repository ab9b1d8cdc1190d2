/**
 * The mDNS registry: standard DNS-SD on one network interface, through JmDNS. Other modules reach
 * it through {@link shippy.registry.Registry#open} alone; start reading at {@link
 * shippy.registry.mdns.MdnsRegistry}.
 */
@NullMarked
package shippy.registry.mdns;

import org.jspecify.annotations.NullMarked;
