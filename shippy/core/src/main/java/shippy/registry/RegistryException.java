package shippy.registry;

import org.jspecify.annotations.Nullable;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/**
 * A registry operation failed. The problem names the operation, the registry and its address, and
 * what to try; the driver's exception is the cause.
 */
public final class RegistryException extends ProblemException {
  private static final long serialVersionUID = 1;

  public RegistryException(Problem problem, @Nullable Throwable cause) {
    super(problem, cause);
  }
}
