/**
 * Whole processes from their start: commands until their end, services until they are registered.
 * Start at {@link shippy.bench.start.StartSection}.
 */
@NullMarked
package shippy.bench.start;

import org.jspecify.annotations.NullMarked;
