package shippy.consignment.cli;

import java.nio.file.Path;
import java.util.Optional;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** How an import ends: what failed first, and what made it stop before the end. One thread. */
final class ImportEnd {
  static final Problem INTERRUPTED = Problem.of(ExitCode.UNAVAILABLE, "not sent: interrupted");

  private Optional<Problem> first = Optional.empty();
  private Optional<Problem> early = Optional.empty();
  private String last = "";
  private long failed;
  private long total;
  private boolean interrupted;

  /** The record that was read last. */
  void last(String at) {
    last = at;
  }

  /** One was not created; {@code gone} if the others will not be either. */
  void failed(Problem problem, boolean gone) {
    first = first.or(() -> Optional.of(problem));
    early = early.or(() -> Optional.of(problem).filter(p -> gone));
  }

  /** Whether the rest need not be tried. */
  boolean isEarly() {
    return early.isPresent();
  }

  /** Why the rest is not tried. */
  Optional<Problem> reason() {
    return early;
  }

  ImportEnd with(ImportCount count, boolean wasInterrupted) {
    failed = count.failed();
    total = count.total();
    interrupted = wasInterrupted;
    return this;
  }

  /**
   * Nothing if all were created.
   *
   * @param failures has what was not, if it is a file
   * @throws ProblemException with the exit code of what failed first, and what to do
   */
  void check(FailedFile failures) {
    Optional<Path> kept = failures.path();
    if (interrupted) {
      throw Problem.of(ExitCode.INTERRUPTED, "interrupted").withFact(rest()).toException();
    }
    if (first.isEmpty()) {
      return;
    }
    Problem problem =
        early
            .filter(reason -> first.get().code() == reason.code())
            .orElseGet(() -> Problem.of(first.get().code(), notCreated()));
    if (early.isPresent() && kept.isEmpty()) {
      throw problem
          .withFact(rest())
          .withFix("the same command", "safe if the records have ids, or with --id_from=content")
          .toException();
    }
    throw kept.map(
            file ->
                problem
                    .withFact("what was not created is in " + file)
                    .withFix("consignment-cli create " + file, "send it again, once mended"))
        .orElseGet(() -> problem.withFix("--errors=FILE", "keeps them, to mend and send again"))
        .toException();
  }

  private String notCreated() {
    return "%s of %s consignments were not created"
        .formatted(ImportCount.number(failed), ImportCount.number(total));
  }

  private String rest() {
    return "nothing was read after %s: it was not sent".formatted(last);
  }
}
