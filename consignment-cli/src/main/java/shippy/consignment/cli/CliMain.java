package shippy.consignment.cli;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import shippy.client.CallFailures;
import shippy.clock.Clock;
import shippy.clock.TimeOrderedIds;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.consignment.cli.client.CommandConnections;
import shippy.consignment.cli.client.ConsignmentClient;
import shippy.consignment.cli.client.EarlyConnection;
import shippy.consignment.cli.command.CliCommands;
import shippy.console.Console;
import shippy.console.Invocation;
import shippy.console.io.IoStreams;
import shippy.console.io.ShutdownInterrupt;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.shell.completion.Choices;
import shippy.shell.completion.CompletionCommand;

/** The {@code consignment-cli} program. */
public final class CliMain {
  static final List<Setting<?>> SETTINGS =
      Stream.concat(Stream.of(ConsignmentClient.ADDRESS), Settings.CALLER.stream()).toList();

  private CliMain() {}

  public static void main(String[] args) {
    IoStreams io = IoStreams.system();
    ExitCode code;
    try (ShutdownInterrupt ending = ShutdownInterrupt.ofThisThread()) {
      code = run(List.of(args), io, TimeOrderedIds.on(Clock.system()));
      io.out().flush();
    }
    System.exit(code.number());
  }

  static ExitCode run(List<String> args, IoStreams io, TimeOrderedIds ids) {
    try (EarlyConnection early = EarlyConnection.begin(args, io.env());
        CommandConnections connections = new CommandConnections(early::to)) {
      RootCommand root = new RootCommand(ids, connections, new CliShell(ids));
      CommandLine program =
          CliCommands.below(root, ids, connections)
              .addSubcommand(new CompletionCommand(CliMain::choices));
      return console(program, io).run(args);
    }
  }

  static Console console(CommandLine program, IoStreams io) {
    return new Console(program, SETTINGS, CliMain::problem, io);
  }

  private static Choices choices(Invocation call, List<String> before) {
    return (argument, typed) -> {
      try (Session session = Session.begin(call)) {
        Duration limit = call.config().get(Settings.CLIENT_REQUEST_TIMEOUT);
        return new SessionChoices(session, () -> session.registry().services(), limit)
            .of(argument, typed);
      }
    };
  }

  private static Problem problem(Throwable failure) {
    return CallFailures.problem(failure)
        .with(new Problem.Fix("make run", "start both services"), Problem.Fix.START_SERVICE);
  }
}
