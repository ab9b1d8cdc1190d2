/** Tests of {@link shippy.process}: the rules on a manual clock, the rest with real processes. */
@NullMarked
package shippy.process;

import org.jspecify.annotations.NullMarked;
