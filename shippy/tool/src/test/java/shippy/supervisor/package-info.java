/** Tests of the supervisor: its rules on a manual clock, the rest with real processes. */
@NullMarked
package shippy.supervisor;

import org.jspecify.annotations.NullMarked;
