/**
 * The program: its main class, what it does without a command, and its shell. Start at {@link
 * shippy.consignment.cli.CliMain}; the commands are in {@code command}.
 */
@NullMarked
package shippy.consignment.cli;

import org.jspecify.annotations.NullMarked;
