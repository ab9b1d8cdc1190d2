/** How costs grow with what there is. Start with {@code ScaleSection}. */
@NullMarked
package shippy.bench.scale;

import org.jspecify.annotations.NullMarked;
