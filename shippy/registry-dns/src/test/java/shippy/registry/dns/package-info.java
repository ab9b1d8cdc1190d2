/** The DNS registry against a real name server. */
@NullMarked
package shippy.registry.dns;

import org.jspecify.annotations.NullMarked;
