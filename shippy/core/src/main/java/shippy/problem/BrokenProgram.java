package shippy.problem;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A program that cannot load its own classes, mostly because its jar was packed again while it ran.
 * Such an error comes from wherever a class is first used, so it looks like a failure of whatever
 * was called. Stateless.
 */
public final class BrokenProgram {
  private BrokenProgram() {}

  /** The error in a chain of causes that says so, if there is one. */
  public static Optional<LinkageError> in(@Nullable Throwable failure) {
    return Failures.chain(failure)
        .filter(LinkageError.class::isInstance)
        .map(LinkageError.class::cast)
        .filter(BrokenProgram::isOfTheJar)
        .findFirst();
  }

  /** The problem that is then the only one. */
  public static Problem problem(LinkageError error) {
    return of("this program cannot load its own classes: " + error);
  }

  /** The problem of a jar that is not the one with which the program started. */
  public static Problem changed(String jar) {
    return of(jar + " was changed while this program ran from it");
  }

  private static Problem of(String what) {
    return Problem.of(ExitCode.INTERNAL, what)
        .withLikely("the jar was packed again, so classes not yet loaded are lost")
        .withFix("start the program again", "");
  }

  /** A library for another machine and an initializer that fails are faults of another kind. */
  private static boolean isOfTheJar(LinkageError error) {
    return !(error instanceof ExceptionInInitializerError)
        && !(error instanceof UnsatisfiedLinkError)
        && !String.valueOf(error.getMessage()).startsWith("Could not initialize class");
  }
}
