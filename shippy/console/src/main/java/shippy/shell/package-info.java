/**
 * Runs the commands of a program one after the other in one process, without a terminal library. A
 * program hands its {@link shippy.shell.Commands} to {@link shippy.shell.Script}; for people at a
 * terminal, to {@code TerminalShell} in {@code shippy.shell.terminal}.
 */
@NullMarked
package shippy.shell;

import org.jspecify.annotations.NullMarked;
