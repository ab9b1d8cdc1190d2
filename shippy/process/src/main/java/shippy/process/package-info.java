/**
 * Child processes: start, read, signal, stop, and start again. Start at {@link
 * shippy.process.ChildProcess} for one process, at {@link shippy.process.Supervisor} for programs
 * that are kept running.
 */
@NullMarked
package shippy.process;

import org.jspecify.annotations.NullMarked;
