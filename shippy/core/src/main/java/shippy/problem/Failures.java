package shippy.problem;

import java.util.Optional;
import java.util.function.Function;

/** The one place where an exception becomes a problem with an exit code. Stateless. */
public final class Failures {
  private static final int MAX_CHAIN = 20;

  private Failures() {}

  /** The problem an exception carries itself or in its causes, else an internal error. */
  public static Problem problem(Throwable failure) {
    return problem(failure, unknown -> Optional.empty());
  }

  /**
   * The same for exceptions of a library: what {@code known} makes of one comes before an internal
   * error, and after a problem that it carries.
   */
  public static Problem problem(
      Throwable failure, Function<Throwable, Optional<Problem>> known) {
    return BrokenProgram.in(failure)
        .map(BrokenProgram::problem)
        .or(() -> carried(failure))
        .or(() -> known.apply(failure))
        .orElseGet(
            () ->
                Problem.of(ExitCode.INTERNAL, "internal error: " + failure)
                    .withLikely("a fault of this program")
                    .withFix("-v", "shows where it happened"));
  }

  private static Optional<Problem> carried(Throwable failure) {
    Throwable at = failure;
    for (int i = 0; at != null && i < MAX_CHAIN; i++, at = at.getCause()) {
      if (at instanceof ProblemException known) {
        return Optional.of(known.problem());
      }
    }
    return Optional.empty();
  }
}
