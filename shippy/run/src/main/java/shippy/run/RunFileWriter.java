package shippy.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import shippy.process.OrphanProcesses;
import shippy.process.RunFile;

/** Keeps the file of a run up to date; says once if it cannot, and the run goes on. */
final class RunFileWriter {
  private final RunFile file;
  private final OrphanProcesses others;
  private final RunMessages messages;
  private boolean complained;

  RunFileWriter(RunFile file, OrphanProcesses others, RunMessages messages) {
    this.file = file;
    this.others = others;
    this.messages = messages;
  }

  /**
   * Records this run, and says what earlier ones have left.
   *
   * @param control where it takes orders
   * @param groups the folders of its control groups
   */
  void begin(String control, List<Path> groups) {
    attempt(
        () -> {
          List<String> orphans = others.orphans();
          if (!orphans.isEmpty()) {
            messages.say(
                "an earlier run was killed and left %s: shippy stop ends them"
                    .formatted(String.join(", ", orphans)));
          }
          file.note(RunFile.RUN, ProcessHandle.current().pid());
          file.noteControl(control);
          file.noteGroups(groups);
        });
  }

  void started(String name, long pid) {
    attempt(() -> file.note(name, pid));
  }

  void ended() {
    attempt(file::delete);
  }

  private interface Step {
    void run() throws IOException;
  }

  private synchronized void attempt(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      if (!complained) {
        complained = true;
        messages.say(
            "cannot write %s, so shippy stop knows nothing of this: %s".formatted(file, e));
      }
    }
  }
}
