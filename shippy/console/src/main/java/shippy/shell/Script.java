package shippy.shell;

import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.util.Optional;
import shippy.console.Invocation;
import shippy.console.io.IoStreams;
import shippy.problem.ExitCode;
import shippy.problem.ProblemException;
import shippy.problem.ProblemText;

/**
 * Runs commands from standard input, one a line, without prompt or colours: the shell for pipes and
 * files. Blank lines and comments are skipped. A command that reads standard input itself reads
 * from the line after its own. One thread.
 */
public final class Script {
  private final Commands commands;
  private final LineRunner runner;
  private final Invocation call;
  private final IoStreams io;
  private final boolean keepGoing;
  private boolean ran;
  private ExitCode code = ExitCode.OK;

  private Script(Commands commands, String program, Invocation call, boolean keepGoing) {
    this.commands = requireNonNull(commands, "commands");
    this.runner = new LineRunner(commands, program);
    this.call = requireNonNull(call, "call");
    this.keepGoing = keepGoing;
    this.io = call.io().withIn(new BufferedInputStream(call.io().in()));
  }

  /**
   * Runs the lines until the end, a command that leaves, or the first failure.
   *
   * @param program a first word to ignore
   * @param keepGoing whether to go on after failures
   * @return the code of the first failure; empty if there was no command
   */
  public static Optional<ExitCode> run(
      Commands commands, String program, Invocation call, boolean keepGoing) {
    return new Script(commands, program, call, keepGoing).run();
  }

  private Optional<ExitCode> run() {
    ScriptLines lines = new ScriptLines(io.in());
    try {
      Optional<Line> line = lines.next();
      while (line.isPresent() && goesOn(line.get(), lines)) {
        line = lines.next();
      }
    } catch (ProblemException e) {
      ran = true;
      failed(call.output().failed(e));
    }
    return ran ? Optional.of(code) : Optional.empty();
  }

  private boolean goesOn(Line line, ScriptLines lines) {
    if (runner.isEmpty(line)) {
      return true;
    }
    ran = true;
    int number = lines.number();
    ExitCode result = runner.run(line, io);
    io.out().flush();
    if (result != ExitCode.OK) {
      failed(result);
      say(number, lines.text());
    }
    return (keepGoing || code == ExitCode.OK) && !commands.ended();
  }

  private void failed(ExitCode result) {
    code = code == ExitCode.OK ? result : code;
  }

  /** Errors in JSON stay as they are. */
  private void say(int number, String text) {
    if (!call.output().format().isStructured()) {
      String command = text.strip().lines().findFirst().orElse("");
      io.err().println(ProblemText.clean("  in line %d: %s".formatted(number, command)));
    }
  }
}
