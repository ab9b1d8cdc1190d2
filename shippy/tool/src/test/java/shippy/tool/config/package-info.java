/** Tests of {@link shippy.tool.config}. */
@NullMarked
package shippy.tool.config;

import org.jspecify.annotations.NullMarked;
