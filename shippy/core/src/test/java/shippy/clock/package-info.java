/** Tests of {@link shippy.clock}. */
@NullMarked
package shippy.clock;

import org.jspecify.annotations.NullMarked;
