/**
 * Counts, durations and states for Prometheus, served at {@code --metrics_address}. Start at {@link
 * shippy.telemetry.export.metrics.MetricsExport}.
 */
@NullMarked
package shippy.telemetry.export.metrics;

import org.jspecify.annotations.NullMarked;
