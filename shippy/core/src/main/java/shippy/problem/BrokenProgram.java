package shippy.problem;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A program that cannot load its own classes, mostly because its jar was packed again while it ran.
 * The error comes from the place where a class is first used, so it looks like a failure of the
 * code that was called. Stateless.
 */
public final class BrokenProgram {
  private BrokenProgram() {}

  /** The error in the chain of causes that shows this, if there is one. */
  public static Optional<LinkageError> in(@Nullable Throwable failure) {
    return Failures.chain(failure)
        .filter(LinkageError.class::isInstance)
        .map(LinkageError.class::cast)
        .filter(BrokenProgram::isOfTheJar)
        .findFirst();
  }

  /** The problem to report in place of any other. */
  public static Problem problem(LinkageError error) {
    return of("this program cannot load its own classes: " + error);
  }

  /** The problem of a jar that has changed since the program started. */
  public static Problem changed(String jar) {
    return of(jar + " was changed while this program ran from it");
  }

  private static Problem of(String what) {
    return Problem.of(ExitCode.INTERNAL, what)
        .withLikely("the jar was packed again, so classes not yet loaded are lost")
        .withFix("start the program again", "");
  }

  /** A library for another machine or an initializer that fails is another kind of fault. */
  private static boolean isOfTheJar(LinkageError error) {
    return !(error instanceof ExceptionInInitializerError)
        && !(error instanceof UnsatisfiedLinkError)
        && !String.valueOf(error.getMessage()).startsWith("Could not initialize class");
  }
}
