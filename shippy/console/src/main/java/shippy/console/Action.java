package shippy.console;

import shippy.problem.ExitCode;
import shippy.problem.ProblemException;

/**
 * What a command does. A picocli user object that implements this can be run by {@link Console}; a
 * command without one only groups subcommands.
 */
@FunctionalInterface
public interface Action {
  /**
   * Runs the command on the calling thread. Results go to {@code call.output()}. A failure is an
   * exception, a {@link ProblemException} if there is something to tell the user.
   */
  ExitCode run(Invocation call);

  /** Whether it runs with the settings of a context; not if it must run when those are wrong. */
  default boolean inContext() {
    return true;
  }

  /** Whether it runs although a config centre says something wrong, for what may mend that. */
  default boolean isLenient() {
    return false;
  }
}
