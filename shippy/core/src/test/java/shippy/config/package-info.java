/** Tests of {@link shippy.config}. */
@NullMarked
package shippy.config;

import org.jspecify.annotations.NullMarked;
