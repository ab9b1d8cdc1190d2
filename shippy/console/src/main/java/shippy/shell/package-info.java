/**
 * An interactive shell, and the same for scripts, over a tree of commands. A program hands its
 * {@link shippy.shell.Commands} to {@link shippy.shell.Script} or {@link
 * shippy.shell.TerminalShell}; only the latter loads JLine.
 */
@NullMarked
package shippy.shell;

import org.jspecify.annotations.NullMarked;
