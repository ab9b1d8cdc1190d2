package shippy.doctor;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import shippy.problem.Problem;

/** One row: what a check found about one thing. */
sealed interface Finding {
  /** What was looked at, in a word. */
  String subject();

  /** What was seen, in a line. */
  String detail();

  /** As it should be. */
  record Pass(String subject, String detail) implements Finding {
    public Pass {
      requireNonNull(subject, "subject");
      requireNonNull(detail, "detail");
    }
  }

  /** It works, but not as well as it could, or not for long. */
  record Warn(String subject, String detail, Problem.Fix fix) implements Finding {
    public Warn {
      requireNonNull(subject, "subject");
      requireNonNull(detail, "detail");
      requireNonNull(fix, "fix");
    }
  }

  /** It does not work. */
  record Fail(String subject, String detail, Problem.Fix fix) implements Finding {
    public Fail {
      requireNonNull(subject, "subject");
      requireNonNull(detail, "detail");
      requireNonNull(fix, "fix");
    }
  }

  /** The failure that a problem tells of, with the first thing to try. */
  static Finding of(String subject, Problem problem) {
    String detail = problem.what() + problem.likely().map(l -> " (" + l + ")").orElse("");
    Problem.Fix help = new Problem.Fix("--help", "which settings there are");
    return new Fail(subject, detail, problem.fixes().stream().findFirst().orElse(help));
  }

  /** {@code PASS}, {@code WARN} or {@code FAIL}. */
  default String word() {
    if (this instanceof Fail) {
      return "FAIL";
    }
    return this instanceof Warn ? "WARN" : "PASS";
  }

  /** How to put it right, unless it is. */
  default Optional<Problem.Fix> remedy() {
    if (this instanceof Fail fail) {
      return Optional.of(fail.fix());
    }
    return this instanceof Warn warn ? Optional.of(warn.fix()) : Optional.empty();
  }
}
