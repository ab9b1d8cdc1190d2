/**
 * What running instances tell of themselves: their health, and the statistics of their {@code
 * Debug} service. Start at {@link shippy.stats.StatsClient}.
 */
@NullMarked
package shippy.stats;

import org.jspecify.annotations.NullMarked;
