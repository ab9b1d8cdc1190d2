/** Tests of the package. */
@NullMarked
package shippy.registry.mdns.sd;

import org.jspecify.annotations.NullMarked;
