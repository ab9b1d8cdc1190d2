package shippy.doctor;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import shippy.problem.Problem;

/**
 * One row: what a check found about one thing.
 *
 * @param subject what was checked, in a word
 * @param detail what was seen, in a line
 * @param fix how to put it right; empty if all is well
 */
record Finding(Level level, String subject, String detail, Optional<Problem.Fix> fix) {
  /** How bad it is. */
  enum Level {
    /** As it should be. */
    PASS,
    /** It works, but not as well as it could, or not for long. */
    WARN,
    /** It does not work. */
    FAIL
  }

  Finding {
    requireNonNull(level, "level");
    requireNonNull(subject, "subject");
    requireNonNull(detail, "detail");
    requireNonNull(fix, "fix");
  }

  static Finding pass(String subject, String detail) {
    return new Finding(Level.PASS, subject, detail, Optional.empty());
  }

  static Finding warn(String subject, String detail, Problem.Fix fix) {
    return new Finding(Level.WARN, subject, detail, Optional.of(fix));
  }

  static Finding fail(String subject, String detail, Problem.Fix fix) {
    return new Finding(Level.FAIL, subject, detail, Optional.of(fix));
  }

  /** A warning instead, because others are well. */
  Finding despite(String others) {
    return new Finding(Level.WARN, subject, detail + "; " + others, fix);
  }

  /** A problem as a failure, with the first fix. */
  static Finding of(String subject, Problem problem) {
    String detail = problem.what() + problem.likely().map(l -> " (" + l + ")").orElse("");
    Problem.Fix help = new Problem.Fix("--help", "which settings there are");
    return fail(subject, detail, problem.fixes().stream().findFirst().orElse(help));
  }
}
