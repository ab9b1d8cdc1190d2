package shippy.consignment.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import shippy.clock.Clock;
import shippy.clock.TimeOrderedIds;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.console.Console;
import shippy.console.Ending;
import shippy.console.Io;
import shippy.doctor.DoctorCommand;
import shippy.problem.ExitCode;
import shippy.shell.HelpCommand;

/** The {@code consignment-cli} program. */
public final class CliMain {
  static final List<Setting<?>> SETTINGS = settings();

  private CliMain() {}

  public static void main(String[] args) {
    Io io = Io.system();
    ExitCode code;
    try (Ending ending = Ending.ofThisThread()) {
      code = run(List.of(args), io, TimeOrderedIds.on(Clock.system()));
      io.out().flush();
    }
    System.exit(code.number());
  }

  static ExitCode run(List<String> args, Io io, TimeOrderedIds ids) {
    Connections fresh = Connections.fresh();
    RootCommand root = new RootCommand(ids, fresh, new CliShell(ids));
    return new Console(program(root, ids, fresh), SETTINGS, io).run(args);
  }

  /** Every command there is, with the command line as with the shell. */
  static CommandLine program(RootCommand root, TimeOrderedIds ids, Connections connections) {
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

  private static List<Setting<?>> settings() {
    List<Setting<?>> settings = new ArrayList<>();
    settings.add(Shipping.ADDRESS);
    settings.addAll(Settings.COMMON);
    settings.addAll(Settings.CLIENT);
    return List.copyOf(settings);
  }
}
