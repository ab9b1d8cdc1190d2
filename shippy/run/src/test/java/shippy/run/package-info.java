/** Tests of runs without processes. */
@NullMarked
package shippy.run;

import org.jspecify.annotations.NullMarked;
