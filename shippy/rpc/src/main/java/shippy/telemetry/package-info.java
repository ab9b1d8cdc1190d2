/**
 * What a process has seen of its calls: counts, latencies and spans, kept in memory and bounded.
 * Start at {@link shippy.telemetry.Monitor}; the service and client runtimes feed it, the {@code
 * Debug} service tells it.
 */
@NullMarked
package shippy.telemetry;

import org.jspecify.annotations.NullMarked;
