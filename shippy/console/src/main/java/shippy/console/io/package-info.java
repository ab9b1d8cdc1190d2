/**
 * Standard streams, terminal and input files of a program, as values that tests can replace. Start
 * at {@link shippy.console.io.IoStreams}.
 */
@NullMarked
package shippy.console.io;

import org.jspecify.annotations.NullMarked;
