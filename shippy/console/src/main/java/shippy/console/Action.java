package shippy.console;

import shippy.problem.ExitCode;
import shippy.problem.ProblemException;

/**
 * What a command does. A picocli user object that implements this can be run by {@link Console}; a
 * command without one is a mere group of subcommands.
 */
@FunctionalInterface
public interface Action {
  /**
   * Runs the command on the calling thread. Results go to {@code call.output()}; a failure is
   * thrown, as a {@link ProblemException} if there is something to say about it.
   */
  ExitCode run(Invocation call);
}
