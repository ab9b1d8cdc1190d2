/** Tests of {@link shippy.tool.registry}. */
@NullMarked
package shippy.tool.registry;

import org.jspecify.annotations.NullMarked;
