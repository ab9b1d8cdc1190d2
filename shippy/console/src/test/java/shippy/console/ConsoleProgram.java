package shippy.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import shippy.config.Settings;
import shippy.console.io.IoStreams;
import shippy.console.io.Screen;
import shippy.problem.ExitCode;
import shippy.problem.Failures;
import shippy.problem.Problem;

/** A program with one command that does what the test says. */
final class ConsoleProgram {
  private final Map<String, String> env = new HashMap<>();
  private Screen screen = Screen.none();
  private Action action = call -> ExitCode.OK;
  private Function<Throwable, Problem> failures = Failures::problem;

  record Result(int code, String out, String err) {}

  @Command(name = "app", description = "A program for tests.")
  static final class Root {}

  @Command(
      name = "list",
      description = "List things.",
      footerHeading = "%nExamples:%n",
      footer = "  app list all")
  static final class Listing implements Action {
    private final Action action;

    @Parameters(arity = "0..1", paramLabel = "WHAT", description = "what to list")
    private String what = "";

    Listing(Action action) {
      this.action = action;
    }

    @Override
    public ExitCode run(Invocation call) {
      call.output().line(what.isEmpty() ? "" : "listing " + what);
      return action.run(call);
    }
  }

  @Command(name = "keep", description = "Keep things.")
  static final class Keeping implements Action {
    private final Action action;

    @Option(names = "--keep_all", description = "all of them")
    private boolean all;

    Keeping(Action action) {
      this.action = action;
    }

    @Override
    public ExitCode run(Invocation call) {
      if (all) {
        call.output().line("keeping all");
      }
      return action.run(call);
    }
  }

  ConsoleProgram env(String name, String value) {
    env.put(name, value);
    return this;
  }

  ConsoleProgram terminal(int columns) {
    screen = Screen.fixed(true, columns);
    return this;
  }

  ConsoleProgram action(Action does) {
    action = does;
    return this;
  }

  ConsoleProgram failures(Function<Throwable, Problem> meaning) {
    failures = meaning;
    return this;
  }

  ConsoleProgram failing(RuntimeException failure) {
    return action(
        call -> {
          throw failure;
        });
  }

  Result run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    env.putIfAbsent("HOME", "/nonexistent");
    IoStreams io =
        new IoStreams(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, false, UTF_8),
            new PrintStream(err, true, UTF_8),
            env,
            screen);
    CommandLine program =
        new CommandLine(new Root())
            .addSubcommand(new Listing(action))
            .addSubcommand(Console.taking(List.of(Settings.DATA_DIR), new Keeping(action)));
    ExitCode code = new Console(program, Settings.CALLER, failures, io).run(List.of(args));
    return new Result(code.number(), out.toString(UTF_8), err.toString(UTF_8));
  }
}
