package shippy.problem;

import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The one place where an exception becomes a problem with an exit code. Stateless. */
public final class Failures {
  private static final int MAX_CHAIN = 20;

  private Failures() {}

  /** The problem an exception carries itself or in its causes, else an internal error. */
  public static Problem problem(Throwable failure) {
    return problem(failure, unknown -> Optional.empty());
  }

  /**
   * The same, with a translation for exceptions of a library: it is used if the exception carries
   * no problem, and before an internal error is assumed.
   */
  public static Problem problem(Throwable failure, Function<Throwable, Optional<Problem>> known) {
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
    return chain(failure)
        .filter(ProblemException.class::isInstance)
        .map(e -> ((ProblemException) e).problem())
        .findFirst();
  }

  /** The failure and its causes, at most 20: a chain of causes can be a circle. */
  public static Stream<Throwable> chain(@Nullable Throwable failure) {
    return Stream.iterate(failure, e -> e != null, Throwable::getCause).limit(MAX_CHAIN);
  }

  /** Where it was thrown: the innermost place outside of the JDK; empty if that is not known. */
  public static String place(Throwable failure) {
    return Stream.of(failure.getStackTrace())
        .map(StackTraceElement::toString)
        .filter(frame -> !frame.startsWith("java."))
        .findFirst()
        .orElse("");
  }
}
