/** Verbs that ask instances how they are: {@code health}, {@code stats}, {@code top}. */
@NullMarked
package shippy.tool.stats;

import org.jspecify.annotations.NullMarked;
