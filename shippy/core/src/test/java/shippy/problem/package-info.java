/** Tests of {@link shippy.problem}. */
@NullMarked
package shippy.problem;

import org.jspecify.annotations.NullMarked;
