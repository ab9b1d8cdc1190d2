package shippy.run;

import java.util.List;
import shippy.console.io.IoStreams;
import shippy.console.output.NumberFormats;
import shippy.problem.ProblemText;
import shippy.process.JavaLauncher;
import shippy.process.ProcessEvent;
import shippy.process.Program;
import shippy.process.Supervisor;

/**
 * Writes to the terminal: the lines of programs, all or only those that matter, and messages of
 * shippy between them. Keeps all lines.
 */
final class RunMessages implements JavaLauncher.Lines {
  private final LineLabels labels;
  private final IoStreams io;
  private final OutputJournal journal;
  private final KeptLines kept;
  private final boolean all;
  private final QuietFilter quiet = new QuietFilter();

  /**
   * Messages of a run.
   *
   * @param all whether lines without a warning are shown too
   */
  RunMessages(
      List<Program> programs, IoStreams io, OutputJournal journal, KeptLines kept, boolean all) {
    this.labels = new LineLabels(programs);
    this.io = io;
    this.journal = journal;
    this.kept = kept;
    this.all = all;
  }

  @Override
  public void out(Program program, String line) throws InterruptedException {
    kept.add(program.name(), line);
    if (all || quiet.shows(program.name(), line)) {
      journal.append(io.out(), labels.of(program, io.colourOut()) + line);
    }
  }

  @Override
  public void err(Program program, String line) throws InterruptedException {
    kept.add(program.name(), line);
    if (all || quiet.shows(program.name() + " err", line)) {
      journal.append(io.err(), labels.of(program, io.colourErr()) + line);
    }
  }

  /** A message of shippy itself, on standard error. */
  void say(String message) {
    journal.say(io.err(), labels.own(io.colourErr()) + ProblemText.clean(io.hint(message)));
  }

  /** Shows that all are up. */
  void welcome(String screen) {
    journal.say(io.out(), io.hint(screen.stripTrailing()));
  }

  void tell(ProcessEvent event) {
    String name = event.program().name();
    kept.begin(name);
    if (event instanceof ProcessEvent.Started started) {
      if (started.attempt() > 1) {
        say("%s is started again (pid %d)".formatted(name, started.pid()));
      }
    } else if (event instanceof ProcessEvent.Failed failed) {
      say(
          "%s %s; next start in %s"
              .formatted(name, failed.reason(), NumberFormats.seconds(failed.pause())));
    } else if (event instanceof ProcessEvent.Ended) {
      say(name + " ended in order (exit status 0) and is not started again");
    } else if (event instanceof ProcessEvent.Killed) {
      long limit = Supervisor.STOP_TIMEOUT.toSeconds();
      say("%s did not end within %d s and is killed".formatted(name, limit));
    }
  }
}
