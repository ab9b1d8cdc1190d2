package shippy.consignment.cli;

import java.util.List;
import picocli.CommandLine;
import shippy.clock.TimeOrderedIds;
import shippy.consignment.cli.client.CommandConnections;
import shippy.consignment.cli.command.CliCommands;
import shippy.console.Console;
import shippy.console.Invocation;
import shippy.console.io.IoStreams;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.shell.Commands;
import shippy.shell.ExitCommand;

/** The commands of a session: those of the program, and those that only a shell has. */
final class SessionCommands implements Commands {
  private final Session session;
  private final TimeOrderedIds ids;
  private boolean ended;

  SessionCommands(Session session, TimeOrderedIds ids) {
    this.session = session;
    this.ids = ids;
  }

  @Override
  public CommandLine tree() {
    CommandLine tree = bare(new CommandConnections());
    Console.describe(tree, CliMain.SETTINGS);
    return tree;
  }

  @Override
  public ExitCode run(List<String> words, IoStreams io) {
    IoStreams own = new IoStreams(io.in(), io.out(), io.err(), session.env(), io.screen());
    try (CommandConnections connections = new CommandConnections(session::shared)) {
      return CliMain.console(bare(connections), own).run(words);
    }
  }

  @Override
  public boolean ended() {
    return ended;
  }

  /** The shell runs already: options alone are no command. */
  private static ExitCode onlyOptions(Invocation call, boolean keepGoing) {
    Problem problem =
        Problem.of(ExitCode.USAGE, "no command (expected: one after the options)")
            .withFix("help", "list all commands");
    return call.output().failed(problem.toException());
  }

  private CommandLine bare(CommandConnections connections) {
    RootCommand root = new RootCommand(ids, connections, SessionCommands::onlyOptions);
    return CliCommands.below(root, ids, connections)
        .addSubcommand(new UseCommand(session))
        .addSubcommand(new ExitCommand(() -> ended = true));
  }
}
