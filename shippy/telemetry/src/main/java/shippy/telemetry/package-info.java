/**
 * Counts, latencies and spans of the calls of a process, in bounded memory. Start at {@link
 * shippy.telemetry.Monitor}; the service and client runtimes feed it, the {@code Debug} service
 * tells it.
 */
@NullMarked
package shippy.telemetry;

import org.jspecify.annotations.NullMarked;
