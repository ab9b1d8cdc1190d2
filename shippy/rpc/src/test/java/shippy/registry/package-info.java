/** Tests of {@link shippy.registry}. */
@NullMarked
package shippy.registry;

import org.jspecify.annotations.NullMarked;
