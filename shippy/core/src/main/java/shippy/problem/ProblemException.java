package shippy.problem;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** Carries a {@link Problem} to the place that renders it and chooses the exit code. */
public class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // records are not declared Serializable; never serialized
  private final transient Problem problem;

  public ProblemException(Problem problem, @Nullable Throwable cause) {
    super(requireNonNull(problem, "problem").what(), cause);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
