package shippy.tool.run;

import java.util.List;
import shippy.console.io.IoStreams;
import shippy.console.output.NumberFormats;
import shippy.problem.ProblemText;
import shippy.process.JavaLauncher;
import shippy.process.ProcessEvent;
import shippy.process.Program;
import shippy.process.Supervisor;

/** Writes to the terminal: the lines of programs, and messages of shippy between them. */
final class RunMessages implements JavaLauncher.Lines {
  private final LineLabels labels;
  private final IoStreams io;
  private final OutputJournal journal;

  RunMessages(List<Program> programs, IoStreams io, OutputJournal journal) {
    this.labels = new LineLabels(programs);
    this.io = io;
    this.journal = journal;
  }

  @Override
  public void out(Program program, String line) throws InterruptedException {
    journal.append(io.out(), labels.of(program, io.colourOut()) + line);
  }

  @Override
  public void err(Program program, String line) throws InterruptedException {
    journal.append(io.err(), labels.of(program, io.colourErr()) + line);
  }

  /** A message of shippy itself, on standard error. */
  void say(String message) {
    journal.say(io.err(), labels.own(io.colourErr()) + ProblemText.clean(message));
  }

  /** Writes the first screen above all that was held back. */
  void welcome(String screen) {
    journal.flowBelow(io.out(), screen);
  }

  /** Writes what was held back, since there is something to see before all are up. */
  void flow() {
    journal.flow();
  }

  void tell(ProcessEvent event) {
    String name = event.program().name();
    if (event instanceof ProcessEvent.Started started) {
      if (started.attempt() > 1) {
        say("%s is started again (pid %d)".formatted(name, started.pid()));
      }
    } else if (event instanceof ProcessEvent.Failed failed) {
      say(
          "%s %s; next start in %s"
              .formatted(name, failed.reason(), NumberFormats.seconds(failed.pause())));
      flow();
    } else if (event instanceof ProcessEvent.Ended) {
      say(name + " ended in order (exit status 0) and is not started again");
      flow();
    } else if (event instanceof ProcessEvent.Misconfigured) {
      flow();
    } else if (event instanceof ProcessEvent.Killed) {
      long limit = Supervisor.STOP_TIMEOUT.toSeconds();
      say("%s did not end within %d s and is killed".formatted(name, limit));
    }
  }
}
