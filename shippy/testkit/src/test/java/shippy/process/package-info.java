/** Tests of {@link shippy.process} with real processes, which need the test tools. */
@NullMarked
package shippy.process;

import org.jspecify.annotations.NullMarked;
