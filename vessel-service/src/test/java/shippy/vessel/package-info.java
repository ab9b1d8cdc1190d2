/** Tests of {@link shippy.vessel}. */
@NullMarked
package shippy.vessel;

import org.jspecify.annotations.NullMarked;
