package shippy.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import shippy.config.Settings;
import shippy.console.Action;
import shippy.console.Console;
import shippy.console.Invocation;
import shippy.console.io.IoStreams;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/** A program with two commands that remembers what it was told. */
public final class SampleCommands implements Commands {
  private final List<String> done = new ArrayList<>();
  private boolean ended;

  /** What was run, in order. */
  public List<String> done() {
    return done;
  }

  @Override
  public CommandLine tree() {
    CommandLine tree = bare();
    Console.describe(tree, Settings.COMMON);
    return tree;
  }

  @Override
  public ExitCode run(List<String> words, IoStreams io) {
    return new Console(bare(), Settings.COMMON, io).run(words);
  }

  @Override
  public boolean ended() {
    return ended;
  }

  private CommandLine bare() {
    return new CommandLine(new Root())
        .addSubcommand(new Ship())
        .addSubcommand(new CommandLine(new Group()).addSubcommand(new Paint()))
        .addSubcommand(new HelpCommand())
        .addSubcommand(new ExitCommand(() -> ended = true));
  }

  @Command(name = "app", description = "A program for tests.")
  static final class Root {}

  @Command(name = "fleet", description = "Change the fleet.")
  static final class Group {}

  @Command(name = "ship", description = "Ship things.")
  final class Ship implements Action {
    @Option(
        names = {"-p", "--to"},
        paramLabel = "PORT",
        description = "where to [$X]")
    private String to = "";

    @Option(names = "--via", split = ",", paramLabel = "PORT", description = "ways")
    private List<String> via = List.of();

    @Option(
        names = {"-f", "--fast"},
        description = "at once")
    private boolean fast;

    @Option(names = "--secretly", hidden = true)
    private boolean secretly;

    @Parameters(arity = "0..*", paramLabel = "THING", description = "what")
    private List<String> things = List.of();

    @Override
    public ExitCode run(Invocation call) {
      if (things.contains("fail")) {
        throw Problem.of(ExitCode.UNAVAILABLE, "no ship").toException();
      }
      done.add("ship " + things + to + via + (fast || secretly ? "!" : "") + stdin(call));
      return ExitCode.OK;
    }

    private String stdin(Invocation call) {
      try {
        return things.contains("-") ? new String(call.io().in().readAllBytes(), UTF_8) : "";
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Command(name = "paint", description = "Paint a ship.")
  final class Paint implements Action {
    enum Colour {
      RED,
      BLUE
    }

    @Parameters(paramLabel = "COLOUR", description = "which")
    private Colour colour = Colour.RED;

    @Override
    public ExitCode run(Invocation call) {
      done.add("paint " + colour);
      return ExitCode.OK;
    }
  }
}
