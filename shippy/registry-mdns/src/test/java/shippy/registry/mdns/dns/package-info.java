/** Tests of the package. */
@NullMarked
package shippy.registry.mdns.dns;

import org.jspecify.annotations.NullMarked;
