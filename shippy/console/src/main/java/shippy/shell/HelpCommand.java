package shippy.shell;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import shippy.console.Action;
import shippy.console.Console;
import shippy.console.Invocation;
import shippy.console.io.IoStreams;
import shippy.console.io.Pager;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.Suggestion;

/** {@code help}: the commands in one line each; {@code help COMMAND}: its own help. */
@Command(
    name = "help",
    description = "Show all commands, how to use one, or the options of every command.",
    footerHeading = "%nExamples:%n",
    footer = {"  help", "  help create", "  help options"})
public final class HelpCommand implements Action {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "a command, or options")
  private List<String> path = List.of();

  @Override
  public ExitCode run(Invocation call) {
    CommandLine at = spec.root().commandLine();
    if (path.equals(List.of("options"))) {
      Pager.show(call.io(), Console.commonOptions(at));
      return ExitCode.OK;
    }
    for (String name : path) {
      at = subcommand(at, name);
    }
    IoStreams io = call.io();
    if (path.isEmpty()) {
      overview(at, io);
    } else {
      Console.help(at, io);
    }
    return ExitCode.OK;
  }

  private static CommandLine subcommand(CommandLine group, String name) {
    Map<String, CommandLine> all = group.getSubcommands();
    CommandLine found = all.get(name);
    if (found != null) {
      return found;
    }
    Problem problem = Problem.of(ExitCode.USAGE, "help: no command \"%s\"".formatted(name));
    throw Suggestion.add(problem, name, all.keySet())
        .withFix("help", "list all commands")
        .toException();
  }

  private static void overview(CommandLine program, IoStreams io) {
    CommandLine.Help help =
        program.getHelpFactory().create(program.getCommandSpec(), program.getColorScheme());
    io.out().print(help.commandList());
    io.out().println();
    io.out().println("help COMMAND tells more, help options of -o json and others.");
  }
}
