/**
 * The DNS registry: finds services by SRV and address records. Programs name it by {@code
 * --registry=dns}.
 */
@NullMarked
package shippy.registry.dns;

import org.jspecify.annotations.NullMarked;
