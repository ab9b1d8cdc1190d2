@NullMarked
package shippy.telemetry.export.metrics;

import org.jspecify.annotations.NullMarked;
