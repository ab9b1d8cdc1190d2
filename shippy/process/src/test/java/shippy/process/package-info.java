/** Tests of {@link shippy.process}: the rules on a manual clock. */
@NullMarked
package shippy.process;

import org.jspecify.annotations.NullMarked;
