/** Tests of the package. */
@NullMarked
package shippy.registry.mdns.micro;

import org.jspecify.annotations.NullMarked;
