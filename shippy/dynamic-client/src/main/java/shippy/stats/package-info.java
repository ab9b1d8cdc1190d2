/**
 * Collects statistics from the {@code Debug} service of running instances. Start at {@link
 * shippy.stats.StatsClient}.
 */
@NullMarked
package shippy.stats;

import org.jspecify.annotations.NullMarked;
