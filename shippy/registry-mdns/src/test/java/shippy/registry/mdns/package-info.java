/** Tests of the mDNS registry: on loopback, as the machine is. */
@NullMarked
package shippy.registry.mdns;

import org.jspecify.annotations.NullMarked;
