/**
 * What running instances say of themselves by their {@code Debug} service, asked of all at once.
 * Start at {@link shippy.stats.StatsClient}.
 */
@NullMarked
package shippy.stats;

import org.jspecify.annotations.NullMarked;
