package shippy.consignment.cli.create;

import java.nio.file.Path;
import java.util.Optional;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** How an import ends: what failed first, and what stopped it before the end. One thread. */
final class ImportEnd {
  static final Problem INTERRUPTED = Problem.of(ExitCode.UNAVAILABLE, "not sent: interrupted");

  private final ImportCount count;
  private final Optional<Path> kept;
  private Optional<Problem> first = Optional.empty();
  private Optional<Problem> early = Optional.empty();
  private String last = "";
  private volatile boolean interrupted;

  /** {@code kept} is the file of what was not created, if there is one. */
  ImportEnd(ImportCount count, Optional<Path> kept) {
    this.count = count;
    this.kept = kept;
  }

  /** The record that was read last. */
  void last(String at) {
    last = at;
  }

  /** A record was not created; {@code gone} if the others will not be either. */
  void failed(Problem problem, boolean gone) {
    first = first.or(() -> Optional.of(problem));
    early = early.or(() -> Optional.of(problem).filter(p -> gone));
  }

  void interrupt() {
    interrupted = true;
  }

  /** Safe for any thread. */
  boolean isInterrupted() {
    return interrupted;
  }

  /** Why the rest is not sent. */
  Optional<Problem> early() {
    return early;
  }

  /** With a file for what fails, the rest of the input goes there. */
  boolean stopsReading() {
    return interrupted || (early.isPresent() && kept.isEmpty());
  }

  /**
   * Does nothing if all were created.
   *
   * @throws ProblemException with the exit code of what failed first, and what to do
   */
  void check() {
    if (interrupted) {
      throw Problem.of(ExitCode.INTERRUPTED, "interrupted").withFact(rest()).toException();
    }
    if (first.isEmpty()) {
      return;
    }
    Problem problem =
        early
            .filter(reason -> first.get().code() == reason.code())
            .orElseGet(() -> Problem.of(first.get().code(), count.notCreated()));
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

  private String rest() {
    return "nothing was read after %s: it was not sent".formatted(last);
  }
}
