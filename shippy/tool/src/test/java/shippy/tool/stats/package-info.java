/** Tests of {@link shippy.tool.stats}. */
@NullMarked
package shippy.tool.stats;

import org.jspecify.annotations.NullMarked;
