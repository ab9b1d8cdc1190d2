/**
 * Load on services: {@link shippy.bench.load.ClosedLoop} and {@link shippy.bench.load.OpenLoop}.
 */
@NullMarked
package shippy.bench.load;

import org.jspecify.annotations.NullMarked;
