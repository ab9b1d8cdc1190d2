package shippy.consignment.cli;

import java.util.ArrayList;
import java.util.List;
import shippy.clock.Clock;
import shippy.clock.TimeOrderedIds;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.consignment.cli.client.CommandConnections;
import shippy.consignment.cli.client.ConsignmentClient;
import shippy.consignment.cli.command.CliCommands;
import shippy.console.Console;
import shippy.console.Ending;
import shippy.console.Io;
import shippy.problem.ExitCode;

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
    try (CommandConnections connections = new CommandConnections()) {
      RootCommand root = new RootCommand(ids, connections, new CliShell(ids));
      return new Console(CliCommands.below(root, ids, connections), SETTINGS, io).run(args);
    }
  }

  private static List<Setting<?>> settings() {
    List<Setting<?>> settings = new ArrayList<>();
    settings.add(ConsignmentClient.ADDRESS);
    settings.addAll(Settings.COMMON);
    settings.addAll(Settings.CLIENT);
    return List.copyOf(settings);
  }
}
