package shippy.consignment.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import shippy.clock.TimeOrderedIds;
import shippy.consignment.cli.client.CommandConnections;
import shippy.console.Action;
import shippy.doctor.DoctorCommand;
import shippy.shell.HelpCommand;

/** The commands that the command line and the shell share. */
public final class CliCommands {
  private CliCommands() {}

  /** A tree of all of them below {@code root}. */
  public static CommandLine below(Action root, TimeOrderedIds ids, CommandConnections connections) {
    return new CommandLine(root)
        .addSubcommand(new CreateCommand(ids, connections))
        .addSubcommand(new ListCommand(connections))
        .addSubcommand(new GetCommand(connections))
        .addSubcommand(new CancelCommand(connections))
        .addSubcommand(new VesselsCommand(connections))
        .addSubcommand(
            new CommandLine(new VesselGroup())
                .addSubcommand(new VesselAddCommand(ids, connections)))
        .addSubcommand(new ServicesCommand(connections))
        .addSubcommand(DoctorCommand.command())
        .addSubcommand(new HelpCommand());
  }

  @Command(name = "vessel", description = "Change the fleet.")
  private static final class VesselGroup {}
}
