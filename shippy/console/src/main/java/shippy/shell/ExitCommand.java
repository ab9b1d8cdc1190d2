package shippy.shell;

import picocli.CommandLine.Command;
import shippy.console.Action;
import shippy.console.Invocation;
import shippy.problem.ExitCode;

/** {@code exit}. One thread. */
@Command(name = "exit", aliases = "quit", description = "Leave the shell, as Ctrl-D does.")
public final class ExitCommand implements Action {
  private final Runnable leave;

  /** The program leaves in its own way. */
  public ExitCommand(Runnable leave) {
    this.leave = leave;
  }

  @Override
  public ExitCode run(Invocation call) {
    leave.run();
    return ExitCode.OK;
  }
}
