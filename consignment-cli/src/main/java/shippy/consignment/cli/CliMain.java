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
import shippy.console.Io;
import shippy.doctor.DoctorCommand;
import shippy.problem.ExitCode;

/** The {@code consignment-cli} program. */
public final class CliMain {
  private CliMain() {}

  public static void main(String[] args) {
    Io io = Io.system();
    ExitCode code = run(List.of(args), io, TimeOrderedIds.on(Clock.system()));
    io.out().flush();
    System.exit(code.number());
  }

  static ExitCode run(List<String> args, Io io, TimeOrderedIds ids) {
    CommandLine program =
        new CommandLine(new RootCommand(ids))
            .addSubcommand(new CreateCommand(ids))
            .addSubcommand(new ListCommand())
            .addSubcommand(new GetCommand())
            .addSubcommand(new CancelCommand())
            .addSubcommand(new VesselsCommand())
            .addSubcommand(DoctorCommand.command())
            .addSubcommand(
                new CommandLine(new VesselGroup()).addSubcommand(new VesselAddCommand(ids)));
    return new Console(program, settings(), io).run(args);
  }

  @Command(name = "vessel", description = "Change the fleet.")
  private static final class VesselGroup {}

  private static List<Setting<?>> settings() {
    List<Setting<?>> settings = new ArrayList<>();
    settings.add(Shipping.ADDRESS);
    settings.addAll(Settings.COMMON);
    settings.addAll(Settings.CLIENT);
    return settings;
  }
}
