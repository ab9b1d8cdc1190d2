/**
 * The interactive shell: the only package that loads JLine. Start at {@link
 * shippy.shell.terminal.TerminalShell}.
 */
@NullMarked
package shippy.shell.terminal;

import org.jspecify.annotations.NullMarked;
