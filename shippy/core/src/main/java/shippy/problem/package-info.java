/**
 * What went wrong, in four parts a reader can act on, and the exit code it ends with. Every program
 * and every boundary exception uses it; start at {@link shippy.problem.Problem}.
 */
@NullMarked
package shippy.problem;

import org.jspecify.annotations.NullMarked;
