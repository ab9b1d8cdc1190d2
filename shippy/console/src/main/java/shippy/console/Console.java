package shippy.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static shippy.console.UsageErrors.missingSubcommand;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import shippy.config.Config;
import shippy.config.LiveConfig;
import shippy.config.LogIdentity;
import shippy.config.LogProperties;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.console.io.IoStreams;
import shippy.console.io.Pager;
import shippy.console.output.ErrorReport;
import shippy.console.output.Output;
import shippy.console.output.OutputFormat;
import shippy.problem.ExitCode;
import shippy.problem.Failures;
import shippy.problem.HostLocale;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/**
 * Runs a tree of picocli commands whose user objects are {@link Action}s. A console serves one run:
 *
 * <pre>{@code
 * CommandLine program = new CommandLine(new Root()).addSubcommand(new ListCommand());
 * ExitCode code = new Console(program, Settings.CALLER, IoStreams.system()).run(List.of(args));
 * }</pre>
 *
 * <p>It adds the common options, turns them into a {@link Config}, and writes every error in one
 * form. It throws nothing and does not end the process.
 */
public final class Console {
  private final CommandLine program;
  private final CommonOptions options;
  private final Function<Throwable, Problem> failures;
  private final IoStreams io;

  /**
   * A console for a program with these settings whose failures are {@link ProblemException}s only.
   */
  public Console(CommandLine program, List<Setting<?>> settings, IoStreams io) {
    this(program, settings, Failures::problem, io);
  }

  /**
   * A console for a program that has its own words for some failures.
   *
   * @param failures tells which problem an exception is
   */
  public Console(
      CommandLine program,
      List<Setting<?>> settings,
      Function<Throwable, Problem> failures,
      IoStreams io) {
    this.program = requireNonNull(program, "program");
    this.options = new CommonOptions(settings);
    this.failures = requireNonNull(failures, "failures");
    this.io = requireNonNull(io, "io");
  }

  /** A subcommand that takes these settings as flags besides those of every command. */
  public static CommandLine taking(List<Setting<?>> settings, Action action) {
    CommandLine command = new CommandLine(requireNonNull(action, "action"));
    CommonOptions.addTo(command.getCommandSpec(), settings);
    return command;
  }

  /** Adds the options that {@link #run} adds, for programs that inspect their commands. */
  public static void describe(CommandLine program, List<Setting<?>> settings) {
    new CommonOptions(settings).addTo(program.getCommandSpec());
  }

  /** Sets up logs as {@link #run} does, for what begins before it; logs no warnings. */
  public static void prepareLogs(Config config, boolean verbose) {
    LogProperties.set(config, CommonOptions.LOG_LEVEL, "stderr", verbose);
  }

  /** Makes logs follow the configuration from now on, for programs that serve. */
  public static void followLogs(LiveConfig live) {
    LogProperties.follow(live, CommonOptions.LOG_LEVEL);
  }

  /** Prints how to use a command. */
  public static void help(CommandLine command, IoStreams io) {
    Pager.show(io, io.help(command.getUsageMessage(command.getColorScheme())));
  }

  /** The options of every command, as help lists them. */
  public static String commonOptions(CommandLine program) {
    return HelpStyle.commonOptions(program);
  }

  /** Parses the arguments, runs the command, reports what fails, and returns the exit code. */
  public ExitCode run(List<String> args) {
    options.addTo(program.getCommandSpec());
    HelpStyle.apply(program, io);
    program.setExpandAtFiles(false); // a file named @x is a file
    program.setOut(writer(io.out())).setErr(writer(io.err()));
    ErrorReport errors = new ErrorReport(io, OutputFormat.guess(args), false, failures);
    try {
      HostLocale.leave(args, io.env());
      return flushed(execute(program.parseArgs(args.toArray(new String[0]))), errors);
    } catch (ParameterException e) {
      return errors.misused(UsageErrors.problem(e), name(e.getCommandLine()));
    } catch (ProblemException e) {
      return errors.failed(e);
    }
  }

  private ExitCode execute(ParseResult parsed) {
    IoStreams io = CommonOptions.noPager(parsed) ? this.io.withoutPager() : this.io;
    if (showsHelp(parsed, io)) {
      return ExitCode.OK;
    }
    Map<String, String> flags = CommonOptions.given(parsed);
    ErrorReport errors =
        new ErrorReport(io, CommonOptions.wanted(flags), CommonOptions.verbose(parsed), failures);
    List<CommandLine> called = parsed.asCommandLineList();
    CommandLine last = called.get(called.size() - 1);
    if (!(last.getCommandSpec().userObject() instanceof Action action)) {
      boolean overview = HelpStyle.hasOverview(last) && !errors.format().isStructured();
      return overview ? overview(last) : errors.misused(missingSubcommand(last), name(last));
    }
    try (LiveConfig live = load(flags, errors.verbose(), action.isLenient())) {
      Config config = config(live, errors.verbose(), action.inContext());
      errors = new ErrorReport(io, config.get(CommonOptions.OUTPUT), errors.verbose(), failures);
      Output output = new Output(errors);
      live.problem().ifPresent(problem -> output.failure("warning: " + problem.what(), problem));
      ExitCode code = action.run(new Invocation(io, live, output));
      if (code == ExitCode.OK && !action.isLenient()) {
        live.accept(); // a lenient one may have done without what was read
      }
      return code;
    } catch (RuntimeException | Error e) {
      return errors.failed(e);
    }
  }

  private boolean showsHelp(ParseResult parsed, IoStreams io) {
    StringWriter text = new StringWriter();
    PrintWriter before = program.getOut();
    program.setOut(new PrintWriter(text, true));
    boolean asked = CommandLine.executeHelpRequest(parsed) != null;
    program.setOut(before);
    Pager.show(io, io.help(text.toString()));
    return asked;
  }

  /** The program alone: what it can do, but it has not done anything. */
  private ExitCode overview(CommandLine command) {
    help(command, io);
    return ExitCode.USAGE;
  }

  private LiveConfig load(Map<String, String> flags, boolean verbose, boolean lenient) {
    prepareLogs(Config.of(flags, io.env()), verbose);
    return LiveConfig.load(flags, io.env(), options.known(program), lenient);
  }

  private Config config(LiveConfig live, boolean verbose, boolean inContext) {
    if (inContext) {
      live.adapt(Config::inContext);
    }
    Config config = live.current();
    options.check(config);
    config.find(Settings.LOG_FLUENTD).ifPresent(address -> identify());
    LogProperties.apply(config, CommonOptions.LOG_LEVEL, "stderr", verbose);
    return config;
  }

  /** Whose log events they are. */
  private void identify() {
    String name = program.getCommandName();
    LogIdentity.set(name, name + "-" + ProcessHandle.current().pid());
  }

  /** A full disk must not look like success. */
  private ExitCode flushed(ExitCode code, ErrorReport errors) {
    Optional<Problem> lost = io.outFailure();
    return code == ExitCode.OK && lost.isPresent() ? errors.failed(lost.get().toException()) : code;
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, UTF_8), true);
  }
}
