/**
 * Keeps service programs running as child processes: the machinery of {@code shippy run} and {@code
 * shippy stop}. Start at {@link shippy.supervisor.Run}; the rules alone, without processes, are in
 * {@code Supervisor}.
 */
@NullMarked
package shippy.supervisor;

import org.jspecify.annotations.NullMarked;
