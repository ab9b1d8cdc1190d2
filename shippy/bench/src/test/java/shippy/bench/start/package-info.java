/** Tests of how starts are measured. */
@NullMarked
package shippy.bench.start;

import org.jspecify.annotations.NullMarked;
