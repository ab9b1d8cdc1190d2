/** A back end as it is left by a packing that loses provider files. */
@NullMarked
package shippy.registry.lost;

import org.jspecify.annotations.NullMarked;
