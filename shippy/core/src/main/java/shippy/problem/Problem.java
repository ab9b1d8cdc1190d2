package shippy.problem;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An error in four parts: what failed, what was looked at, the likely cause, what to try. Immutable
 * and safe for any thread.
 *
 * @param code the exit code of a program that ends with this problem
 * @param what one line without a final period: the offending value and what was expected
 * @param facts lines that say what was looked at, most telling first
 * @param likely the likely cause
 * @param fixes what to try, best first
 */
public record Problem(
    ExitCode code, String what, List<String> facts, Optional<String> likely, List<Fix> fixes) {

  /**
   * Something the reader can do.
   *
   * @param command a command to copy, or an instruction
   * @param effect what it does; may be empty
   */
  public record Fix(String command, String effect) {
    /**
     * A placeholder: the running program puts its own way to start services in its place with
     * {@link #with}.
     */
    public static final Fix START_SERVICE = new Fix("start the service", "");

    public Fix {
      requireNonNull(command, "command");
      requireNonNull(effect, "effect");
    }
  }

  public Problem {
    requireNonNull(code, "code");
    requireNonNull(what, "what");
    facts = List.copyOf(facts);
    requireNonNull(likely, "likely");
    fixes = List.copyOf(fixes);
  }

  /** A problem with its first part only; the {@code with} methods add the others. */
  public static Problem of(ExitCode code, String what) {
    return new Problem(code, what, List.of(), Optional.empty(), List.of());
  }

  /**
   * The problem of a thread that was interrupted in its work; keeps the thread's interrupt flag
   * set.
   */
  public static ProblemException interrupted(String doing, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return of(ExitCode.INTERRUPTED, "interrupted while " + doing).toException(cause);
  }

  /** This problem with another exit code. */
  public Problem withCode(ExitCode other) {
    return new Problem(other, what, facts, likely, fixes);
  }

  /** This problem with another first part. */
  public Problem withWhat(String text) {
    return new Problem(code, text, facts, likely, fixes);
  }

  /** This problem with one more line of what was looked at. */
  public Problem withFact(String fact) {
    return withFacts(List.of(fact));
  }

  /** This problem with more lines of what was looked at. */
  public Problem withFacts(List<String> more) {
    List<String> all = Stream.concat(facts.stream(), more.stream()).toList();
    return new Problem(code, what, all, likely, fixes);
  }

  /** This problem with its likely cause. */
  public Problem withLikely(String cause) {
    return new Problem(code, what, facts, Optional.of(cause), fixes);
  }

  /** This problem with one more thing to try. */
  public Problem withFix(String command, String effect) {
    return withFix(new Fix(command, effect));
  }

  /** The same. */
  public Problem withFix(Fix fix) {
    List<Fix> all = Stream.concat(fixes.stream(), Stream.of(fix)).toList();
    return new Problem(code, what, facts, likely, all);
  }

  /** This problem with one of its fixes replaced. */
  public Problem with(Fix own, Fix inPlaceOf) {
    List<Fix> all = fixes.stream().map(fix -> fix.equals(inPlaceOf) ? own : fix).toList();
    return new Problem(code, what, facts, likely, all);
  }

  /** The exception that carries this problem. */
  public ProblemException toException() {
    return new ProblemException(this, null);
  }

  /** The exception that carries this problem and what caused it. */
  public ProblemException toException(Throwable cause) {
    return new ProblemException(this, cause);
  }
}
