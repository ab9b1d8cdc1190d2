/**
 * A class for each command, and what they share. Start at {@link
 * shippy.consignment.cli.command.CliCommands}.
 */
@NullMarked
package shippy.consignment.cli.command;

import org.jspecify.annotations.NullMarked;
