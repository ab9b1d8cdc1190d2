/** Tests of {@link shippy.tool.run}. */
@NullMarked
package shippy.tool.run;

import org.jspecify.annotations.NullMarked;
